"""Closed vocabularies in words, marked for translation."""

from api.languages import mark
from lurewatch.labels import Category, Decision, FlagStatus, Language

CATEGORIES = {
    Category.RECRUITMENT_FRAUD: mark("Recruitment fraud"),
    Category.FORCED_CRIMINALITY: mark("Forced criminality"),
    Category.LABOUR_EXPLOITATION: mark("Labour exploitation"),
    Category.SEXUAL_EXPLOITATION: mark("Sexual exploitation"),
}
DIMENSIONS = {
    "deceptive_recruitment": mark("Deceptive recruitment"),
    "coercive_recruitment": mark("Coercive recruitment"),
    "abuse_of_vulnerability": mark("Recruitment by abuse of vulnerability"),
    "exploitation": mark("Exploitative conditions"),
    "coercion_at_destination": mark("Coercion at the place of work"),
}
"""ILO/EC Delphi dimensions (2009)."""
STATUSES = {
    FlagStatus.OPEN: mark("Open"),
    FlagStatus.UPHELD: mark("Upheld"),
    FlagStatus.DISMISSED: mark("Dismissed"),
    FlagStatus.ESCALATED: mark("Escalated"),
}
DECISIONS = {
    Decision.UPHOLD: mark("Uphold: the flag is right"),
    Decision.DISMISS: mark("Dismiss: the flag is wrong"),
    Decision.ESCALATE: mark("Escalate: pass it on"),
}
LANGUAGE_NAMES = {
    Language.ENGLISH: mark("English"),
    Language.SINHALA: mark("Sinhala"),
    Language.TAMIL: mark("Tamil"),
    Language.SINHALA_ROMANISED: mark("Sinhala in Latin letters"),
    Language.TAMIL_ROMANISED: mark("Tamil in Latin letters"),
    Language.MIXED: mark("Mixed"),
    Language.UNDETERMINED: mark("Unknown"),
}
