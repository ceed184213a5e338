"""Recall of the whole system, from a random sample of the adverts that it let pass.

A recall that is measured on flags alone knows nothing of what was missed. So people label a simple
random sample, without replacement, of the adverts that got no flag (the "elusion" sample of
electronic discovery; Webber 2013, "Approximate recall confidence intervals", ACM TOIS 31(1)). The
risky adverts among the flags are counted, those among the cleared ones are estimated:
recall = upheld / (upheld + missed).

The interval of `missed` inverts the exact hypergeometric test (Buonaccorsi 1987, "A note on
confidence intervals for proportions in finite populations", The American Statistician 41(3)): it
is the Clopper-Pearson interval for a population that is not endless, and its level is at least the
one named, also where none or all are found. Recall falls as `missed` rises, so its ends are those
of `missed`. Flags that nobody has decided on count as harmless for the lower end and as risky for
the upper one; adverts of the sample that nobody could label the other way round.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError
from scipy.stats import hypergeom

from lurewatch.errors import InputError, NotFound
from models.dataset import first_fault
from models.label_sheets import Answer

LEVEL = 0.95
METHOD = "stratified: flags counted, cleared adverts sampled; exact hypergeometric interval"


@dataclass(frozen=True, kw_only=True, slots=True)
class Draw:
    """One draw, with all that is needed to repeat it."""

    draw_id: str
    drawn_at: datetime
    """UTC."""
    seed: int
    first_on: date
    last_on: date
    """The cleared adverts count for a day from `first_on` to `last_on`."""
    population: tuple[str, ...]
    """Ids of all adverts that were assessed and had no flag, sorted."""
    ids: tuple[str, ...]
    """Ids of those drawn, in the order of the draw."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditReport:
    """What people found in a draw, and what follows for the system."""

    draw_id: str
    population: int
    sampled: int
    risky: int
    """Of the sample, by the labels of people."""
    unlabelled: int
    """Of the sample: left empty or not in the file."""
    missed: float | None
    """Estimate of the risky adverts among the cleared; `None` where nobody labelled any."""
    missed_interval: tuple[int, int]
    upheld: int
    undecided: int
    """Flags that are open or escalated."""
    recall: float | None
    """`None` where no missed advert was found (see `recall_interval`), or nothing was upheld."""
    recall_interval: tuple[float, float] | None
    """`None` where there is no flag that could be right."""
    level: float = LEVEL
    method: str = METHOD

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def sentences(self) -> list[str]:
        """For people."""
        low, high = self.missed_interval
        told = [
            f"{self.sampled} of {self.population} cleared advert(s) drawn; "
            f"{self.risky} risky, {self.unlabelled} without a label.",
            f"Missed: {low} to {high} of the cleared adverts are risky ({self.level:.0%})"
            + (f", about {self.missed:.0f}." if self.missed else "."),
            f"Flags: {self.upheld} upheld, {self.undecided} undecided.",
        ]
        if self.recall_interval is None:
            told.append("Recall cannot be told: no flag is upheld or undecided.")
        else:
            ends = "{:.3f} to {:.3f}".format(*self.recall_interval)
            told.append(
                f"Recall {self.recall:.3f}, {ends}."
                if self.recall is not None
                else f"Recall at least {self.recall_interval[0]:.3f} ({ends}); "
                "the sample gives no estimate, only this bound."
            )
        if self.undecided:
            told.append("Decide the open and escalated flags: they widen the interval.")
        return told


def make_draw(
    population: Sequence[str],
    *,
    count: int,
    seed: int,
    first_on: date,
    last_on: date,
    drawn_at: datetime,
) -> Draw:
    """Draw at random, without replacement (NumPy's PCG64 with the seed).

    Raises:
        InputError: there are fewer cleared adverts than are to be drawn.
    """
    ordered = tuple(sorted(population))
    if not 0 < count <= len(ordered):
        raise InputError(f"{len(ordered)} cleared advert(s): {count} cannot be drawn")
    told = "\n".join((*ordered, str(seed), str(count), drawn_at.isoformat()))
    return Draw(
        draw_id=hashlib.sha256(told.encode()).hexdigest()[:12],
        drawn_at=drawn_at,
        seed=seed,
        first_on=first_on,
        last_on=last_on,
        population=ordered,
        ids=_drawn(ordered, count, seed),
    )


def _drawn(population: Sequence[str], count: int, seed: int) -> tuple[str, ...]:
    rows = np.random.default_rng(seed).choice(len(population), count, replace=False)
    return tuple(population[row] for row in rows)


def write_draw(folder: Path, draw: Draw) -> Path:
    """Record a draw; nobody sees half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{draw.draw_id}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(draw), indent=1, default=str) + "\n", "utf-8")
    part.replace(path)
    return path


def read_draw(path: Path) -> Draw:
    """A recorded draw, repeated to see that it is what its seed gives.

    Raises:
        InputError: it cannot be read, or the ids are not those that the seed draws.
    """
    try:
        draw = TypeAdapter(Draw).validate_json(path.read_bytes())
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from None
    except ValidationError as error:
        raise InputError(f"{path}: {first_fault(error)}") from None
    if draw.ids != _drawn(draw.population, len(draw.ids), draw.seed):
        raise InputError(f"{path}: the ids are not those that seed {draw.seed} draws")
    return draw


def draw_of(folder: Path, ids: Sequence[str]) -> Draw:
    """The newest recorded draw that all of some ids are from.

    Raises:
        NotFound: there is none.
    """
    draws = [read_draw(path) for path in sorted(folder.glob("*.json"))]
    fitting = [draw for draw in draws if set(ids) <= set(draw.ids)]
    if not fitting:
        raise NotFound(f"no draw in {folder} holds all ids of the file; name one with --draw")
    return max(fitting, key=lambda draw: draw.drawn_at)


def audit(draw: Draw, answers: Sequence[Answer], *, upheld: int, undecided: int) -> AuditReport:
    """The estimate.

    Args:
        answers: of people, for adverts of the draw; one that is missing counts as unlabelled.
        upheld: flags of the same days, raised before the draw, that people upheld.
        undecided: such flags that are open or escalated.

    Raises:
        InputError: an answer is about an advert that was not drawn.
    """
    if foreign := sorted({answer.id for answer in answers} - set(draw.ids)):
        raise InputError(f"{foreign[0][:64]!r} was not drawn in {draw.draw_id}")
    labels = [answer.label for answer in answers if answer.label]
    population, sampled = len(draw.population), len(draw.ids)
    risky, unlabelled = labels.count("risky"), sampled - len(labels)
    low = missed_interval(population, sampled, risky)[0]
    high = missed_interval(population, sampled, risky + unlabelled)[1]
    missed = population * risky / len(labels) if labels else None
    right = upheld + undecided
    return AuditReport(
        draw_id=draw.draw_id,
        population=population,
        sampled=sampled,
        risky=risky,
        unlabelled=unlabelled,
        missed=missed,
        missed_interval=(low, high),
        upheld=upheld,
        undecided=undecided,
        recall=upheld / (upheld + missed) if missed and upheld else None,
        recall_interval=(upheld / max(upheld + high, 1), right / (right + low)) if right else None,
    )


def missed_interval(
    population: int, sampled: int, found: int, level: float = LEVEL
) -> tuple[int, int]:
    """Least and most adverts of a population that may be risky, at a level, two-sided and exact.

    All totals are kept under which neither as many nor as few as were found is too unlikely.
    """
    totals = np.arange(found, population - sampled + found + 1)
    tail = (1 - level) / 2
    as_many = hypergeom.sf(found - 1, population, totals, sampled)
    as_few = hypergeom.cdf(found, population, totals, sampled)
    kept = totals[(as_many > tail) & (as_few > tail)]
    return int(kept[0]), int(kept[-1])
