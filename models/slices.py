"""Parts of a labelled set that have figures of their own, so that an average hides none of them."""

from collections.abc import Mapping, Sequence

import numpy as np

from features.text import words
from models.labelled_sets import Sample
from models.measures import Truth

LEAST_SLICE = 8
"""A slice of fewer adverts has no figure worth printing."""
LENGTHS = (
    ("under 30 words", 0, 30),
    ("30 to 99 words", 30, 100),
    ("100 words or more", 100, 10**9),
)


def slices_of(samples: Sequence[Sample]) -> Mapping[str, Truth]:
    """Which samples are in each slice: by language, register, source, length and difficulty.

    Slices that hold all samples, or fewer than `LEAST_SLICE`, are left out.
    """
    examples = [sample.example for sample in samples]
    chosen: dict[str, Truth] = {}
    for values in (
        [str(example.language) for example in examples],
        [f"register {example.register}" for example in examples],
        [f"source {sample.source}" for sample in samples],
    ):
        for value in sorted(set(values)):
            chosen[value] = np.array([each == value for each in values])
    sizes = np.array([len(words(f"{example.title} {example.text}")) for example in examples])
    for name, low, high in LENGTHS:
        chosen[name] = (sizes >= low) & (sizes < high)
    risky = np.array([example.is_risky for example in examples])
    subtle = np.array([example.subtle for example in examples])
    hard = np.array([example.hard_negative for example in examples])
    if subtle.any():
        chosen["subtle against harmless"] = subtle | ~risky
    if hard.any():
        chosen["risky against hard harmless"] = risky | hard
    evasive = np.array([example.evasive for example in examples])
    if evasive.any():
        chosen["evasive against harmless"] = evasive | ~risky
    return {name: rows for name, rows in chosen.items() if LEAST_SLICE <= rows.sum() < len(samples)}
