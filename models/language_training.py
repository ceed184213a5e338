"""Learns to tell English, romanised Sinhala and romanised Tamil words apart.

Multinomial naive Bayes over character n-grams of words, with blanks at their ends (Cavnar and
Trenkle 1994 for the n-grams; Dunning 1994 for the language models). Only the training split is
read. What is learned is a table of numbers, `features/data/latin_words.json`; `features.language`
uses it without any library: `python -m models.language_training` writes it anew.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from features.language import LATIN_LANGUAGES, NGRAM_LENGTHS, ngrams
from features.text import normalize, words
from lurewatch.labels import Language
from lurewatch.settings import read_settings
from models.dataset import Example, read_examples

TABLE = Path(__file__).parents[1] / "features/data/latin_words.json"
LEAST = 3
"""Times an n-gram must be seen: rarer ones are names and slips."""
MOST = 6_000
"""N-grams kept, the most telling ones: more added nothing on the development split."""
SMOOTHING = 0.5
DECIMALS = 2


def learn(examples: Iterable[Example]) -> dict[str, list[float]]:
    """Log-odds of each n-gram for each of `LATIN_LANGUAGES`, against their mean."""
    counts: dict[Language, Counter[str]] = {language: Counter() for language in LATIN_LANGUAGES}
    for example in examples:
        if example.language in counts:
            for word in words(normalize(f"{example.title} {example.text}").text):
                if word[0].isalpha() and word.isascii():
                    counts[example.language].update(ngrams(word))
    seen = sum(counts.values(), Counter())
    known = [gram for gram, count in seen.items() if count >= LEAST]
    totals = {language: sum(c.values()) + SMOOTHING * len(known) for language, c in counts.items()}
    table = {}
    for gram in known:
        logs = [
            math.log((counts[language][gram] + SMOOTHING) / totals[language])
            for language in LATIN_LANGUAGES
        ]
        mean = sum(logs) / len(logs)
        table[gram] = [round(value - mean, DECIMALS) for value in logs]
    telling = sorted(table, key=lambda g: (-seen[g] * (max(table[g]) - min(table[g])), g))[:MOST]
    return {gram: table[gram] for gram in sorted(telling)}


def main() -> None:
    """Write the table."""
    examples = read_examples(read_settings().training_data_dir / "train.jsonl")
    table = learn(examples)
    rows = ",\n".join(f"{json.dumps(gram)}: {json.dumps(odds)}" for gram, odds in table.items())
    head = {
        "note": "Written by `python -m models.language_training`.",
        "languages": [str(language) for language in LATIN_LANGUAGES],
    }
    # One n-gram a line, so that a change can be read.
    TABLE.write_text(f'{json.dumps(head)[:-1]}, "ngrams": {{\n{rows}\n}}}}\n', "utf-8")
    sys.stderr.write(f"{TABLE.name}: {len(table)} n-grams of {NGRAM_LENGTHS}\n")


if __name__ == "__main__":
    main()
