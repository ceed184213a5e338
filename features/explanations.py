"""What each indicator means, why it matters and what to ask, in Sinhala, Tamil and English.

One plain sentence each, written for a job seeker. The English sentences are the message ids
of the gettext catalogues under `locale/`. The Sinhala and Tamil have not been reviewed by
native annotators yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from babel.support import NullTranslations

from lurewatch.catalogues import read_catalogue

LANGUAGES = ("en", "si", "ta")


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """An indicator in plain words."""

    meaning: str
    """What the advert says."""
    why: str
    """Why that is a sign of danger."""
    ask: str
    """What to ask or do before going on."""


ENGLISH: Mapping[str, Explanation] = MappingProxyType(
    {
        "FEE_UPFRONT": Explanation(
            meaning="The advert asks for money before you have a contract or a visa.",
            why="Many who paid first never saw the job or their money again.",
            ask="Ask which law allows this payment, and check the answer with the Bureau before "
            "you pay anything.",
        ),
        "FEE_PERSONAL_ACCOUNT": Explanation(
            meaning="The money is to go to a private person's account, wallet or crypto address.",
            why="Money sent to a private person is hard to trace and is rarely returned.",
            ask="Ask for a receipt in the name of the licensed agency, and do not pay without it.",
        ),
        "FEE_FLY_NOW_PAY_LATER": Explanation(
            meaning="The cost of the job is to be taken from your wages or given as a loan.",
            why="A debt to the recruiter or the employer can bind you to a job that you want to "
            "leave.",
            ask="Ask for the whole sum, each deduction and your right to leave, in writing.",
        ),
        "TASK_MICRO_PAY": Explanation(
            meaning="You are paid for likes, reviews, ratings or screenshots.",
            why="Small first payments build trust for a later demand to deposit your own money.",
            ask="Ask who the company is, where it is registered and who needs these likes.",
        ),
        "TASK_DEPOSIT_UNLOCK": Explanation(
            meaning="You must put in money to get tasks or to take out what you earned.",
            why="A real job never asks you to pay in order to be paid.",
            ask="Do not deposit anything, and keep the messages as proof.",
        ),
        "MULE_BANK_ACCOUNT": Explanation(
            meaning="Your bank account is to be used or rented, or you are to pass money on.",
            why="Such money often comes from crime, and the owner of the account is the one the "
            "police find first.",
            ask="Do not give your account, card, PIN or SIM to anybody.",
        ),
        "LIC_BYPASS_CLAIM": Explanation(
            meaning="The advert says that registration with the Bureau is not needed.",
            why="Without registration nobody is responsible for you abroad, and you lose the "
            "protection of the law.",
            ask="Ask for the agency's licence number and the approved job order, and check both "
            "with the Bureau.",
        ),
        "DEST_SCAM_HUB": Explanation(
            meaning="The place of work is near a known place of scam compounds.",
            why="People hired for office work there were locked in and forced to cheat others.",
            ask="Do not travel before the Bureau and the embassy have confirmed the employer.",
        ),
        "DEST_SEA_DIGITAL": Explanation(
            meaning="The job is computer, chat or sales work in South-East Asia, offered by a "
            "go-between.",
            why="Scam compounds in Myanmar, Cambodia and Laos recruit with exactly such jobs.",
            ask="Ask for the employer's name, street address and work permit, and check them "
            "with the Bureau.",
        ),
        "VISA_VISIT_TO_WORK": Explanation(
            meaning="You are to travel on a visit visa and get a work visa later.",
            why="Work on a visit visa is mostly illegal, and those who do it are easy to threaten.",
            ask="Ask for the work visa before you leave, and check it with the embassy.",
        ),
        "CTRL_PASSPORT_HANDOVER": Explanation(
            meaning="Your passport or identity card is to be handed over or kept by others.",
            why="Without your passport you cannot leave, and keeping it is a way to control you.",
            ask="Give a copy only, and ask who may keep the original, for how long and why.",
        ),
        "CTRL_CONFINEMENT": Explanation(
            meaning="You may not leave the place, or your phone is taken.",
            why="People who cannot go out or call cannot ask for help.",
            ask="Ask whether you can leave after work and keep your phone, and get it in writing.",
        ),
        "DUTY_CHAT_DATING": Explanation(
            meaning="The work is to win the trust of strangers online, often with accounts that "
            "are given to you.",
            why="This is how online fraud is done, and those who do it can be forced or punished.",
            ask="Ask what is sold, to whom and under which company name.",
        ),
        "CONTACT_MSG_ONLY": Explanation(
            meaning="Only a messenger or a link is given; there is no address or office phone.",
            why="Someone who can only be reached by message can disappear in a minute.",
            ask="Ask for the office address and a landline, and go there or call first.",
        ),
        "MINOR_AGE_STATED": Explanation(
            meaning="The advert asks for workers below the legal age.",
            why="Children under 16 may not work, and under 18 not at night, in homes, abroad or "
            "in dangerous work.",
            ask="Do not send a child, and call the child line 1929.",
        ),
    }
)
"""English explanations by indicator code."""


def explain(code: str, language: str) -> Explanation:
    """An indicator in plain words.

    Args:
        code: indicator code of `features.indicators.INDICATORS`.
        language: one of `LANGUAGES`.

    Raises:
        KeyError: unknown code or language.
    """
    english = ENGLISH[code]
    translate = _translations(language).gettext
    return Explanation(
        meaning=str(translate(english.meaning)),
        why=str(translate(english.why)),
        ask=str(translate(english.ask)),
    )


@cache
def _translations(language: str) -> NullTranslations:
    if language not in LANGUAGES:
        raise KeyError(language)
    if language == "en":
        return NullTranslations()
    folder = resources.files("features").joinpath("locale", language, "LC_MESSAGES")
    return read_catalogue(folder.joinpath("features.po"), language)
