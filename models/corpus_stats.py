"""What a corpus holds, counted: `lurewatch labels stats`."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from lurewatch.labels import Category, Finding, IndicatorState, Language
from models.agreement import agreement
from models.corpus import Corpus
from models.dataset import Example
from models.variety import form_auroc, recognition

_COLUMNS: dict[str, Callable[[Example], bool]] = {
    "adverts": lambda e: True,
    "risky": lambda e: e.is_risky,
    "subtle": lambda e: e.subtle,
    "harmless": lambda e: not e.is_risky,
    "hard": lambda e: e.hard_negative,
}


def stats(corpus: Corpus) -> dict[str, Any]:
    """Counts by language, category, register, split and indicator, and the agreement figures."""
    examples = corpus.examples
    lengths = sorted(len(f"{e.title} {e.text}".split()) for e in examples)
    return {
        "languages": {
            **{
                str(name): _counts(e for e in examples if e.language == name)
                for name in Language
                if any(e.language == name for e in examples)
            },
            "all": _counts(examples),
        },
        "splits": {name: _counts(found) for name, found in corpus.splits.items()},
        "categories": {
            str(name): sum(name in (*e.categories, *e.findings) for e in examples)
            for name in (*Category, *Finding)
        },
        "registers": dict(Counter(e.register for e in examples).most_common()),
        "indicators": _states(examples),
        "words": {"least": lengths[0], "median": lengths[len(lengths) // 2], "most": lengths[-1]}
        if lengths
        else {},
        "campaigns": len({e.campaign for e in examples} - {None}),
        "evasion": {
            "adverts": len(corpus.evasion),
            "techniques": dict(Counter(t for r in corpus.evasion for t in r.techniques)),
        },
        "rewordings": len(corpus.rewordings),
        "agreement": agreement(corpus.annotations).to_dict(),
    }


def variety(corpus: Corpus) -> dict[str, Any]:
    """What could be learned without understanding: AUROC from form, and how writers are told."""
    return {
        "form_auroc": form_auroc(corpus.examples),
        "recognition": [
            {
                "language": row.language,
                "label": row.label,
                "adverts": row.adverts,
                "writers": row.writers,
                "chance": row.chance,
                "balanced_accuracy": row.balanced_accuracy,
            }
            for row in recognition(corpus.examples)
        ],
    }


def _counts(examples: Iterable[Example]) -> dict[str, int]:
    found = list(examples)
    return {name: sum(map(holds, found)) for name, holds in _COLUMNS.items()}


def _states(examples: Iterable[Example]) -> dict[str, dict[str, int]]:
    counted: dict[str, Counter[str]] = {}
    for example in examples:
        for label in example.indicators:
            counted.setdefault(label.indicator, Counter())[label.state] += 1
    states = (IndicatorState.PRESENT, IndicatorState.ABSENT)
    return {
        code: {str(state): rows[state] for state in states}
        for code, rows in sorted(counted.items())
    }
