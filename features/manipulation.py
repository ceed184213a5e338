"""The rule of TEXT_MANIPULATION: words that are disguised or pulled apart to slip past a filter.

What counts is decided where it is undone (see `features.text`): not a missing joiner, emoji
bullets, spaced phone numbers, wide headlines, abbreviations, initials, stretched words, mojibake.
"""

from features.reading import Reading


def text_manipulation(reading: Reading) -> list[tuple[int, int]]:
    """(start, end) in `Reading.text` of each word that was disguised, in order.

    `Reading.published` gives back the words as they were written.
    """
    found: list[tuple[int, int]] = []
    for part in (reading.title, reading.body):
        for span in part.normalized.manipulated:
            start, end = part.normalized.normal_span(*span)
            # Of a bare direction mark, nothing is left that could be shown.
            if start < end:
                found.append((part.offset + start, part.offset + end))
    return found
