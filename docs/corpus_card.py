"""The dataset card: text and counted tables. After Gebru et al. 2021, "Datasheets for Datasets"."""

from collections.abc import Iterable
from pathlib import Path
from string import Template
from typing import Any

from models.public_sets import EMSCAD, SMS, TELEGRAM

TEMPLATE = Path(__file__).parent / "corpus_card.md.in"
_LANGUAGES = {
    "en": "English",
    "si": "Sinhala",
    "ta": "Tamil",
    "si-Latn": "romanised Sinhala",
    "ta-Latn": "romanised Tamil",
    "mul": "mixed",
    "all": "all",
}


def card(found: dict[str, Any], variety: dict[str, Any]) -> str:
    """The card of a corpus, Markdown, from `stats` and `variety` of `models.corpus_stats`."""
    text = TEMPLATE.read_text("utf-8")
    agreed = found["agreement"]
    return Template(text).substitute(
        make_up=_table(
            ("", *found["languages"]["all"]),
            ((_LANGUAGES[key], *counts.values()) for key, counts in found["languages"].items()),
        ),
        splits=_table(
            ("", *found["splits"]["train"]),
            ((key, *counts.values()) for key, counts in found["splits"].items()),
        ),
        labels=_listed(found["categories"]),
        registers=_listed(found["registers"]),
        words="{least} to {most}, half of them under {median}".format(**found["words"]),
        campaigns=found["campaigns"],
        evasion=found["evasion"]["adverts"],
        techniques=_listed(found["evasion"]["techniques"]),
        rewordings=found["rewordings"],
        twice=agreed["adverts"],
        kappa=_table(
            ("", "Cohen's kappa"), ((key, _figure(value)) for key, value in agreed["kappa"].items())
        ),
        alpha=_table(
            ("indicator", "present", "absent", "alpha", "marked by 1st, 2nd"),
            (
                (
                    f"`{code}`",
                    *states.values(),
                    _figure(agreed["alpha"].get(code)),
                    ", ".join(map(str, agreed["marked"].get(code, ("-", "-")))),
                )
                for code, states in found["indicators"].items()
            ),
        ),
        form_auroc=_figure(variety["form_auroc"]),
        recognition=_table(
            ("", "label", "adverts", "writers", "by chance", "balanced accuracy"),
            (
                (
                    _LANGUAGES[row["language"]],
                    row["label"],
                    row["adverts"],
                    row["writers"],
                    _figure(row["chance"]),
                    _figure(row["balanced_accuracy"]),
                )
                for row in variety["recognition"]
            ),
        ),
        public=_table(
            ("set", "licence", "caveat"),
            ((each.name, each.licence, each.caveat) for each in (EMSCAD, TELEGRAM, SMS)),
        ),
    )


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items())


def _table(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    lines = [list(map(str, row)) for row in (headings, *rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    return "\n".join(f"| {' | '.join(row)} |" for row in lines)
