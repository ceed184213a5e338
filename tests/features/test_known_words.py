"""The list of known words, and letters cut into words by it."""

from importlib import resources

from features.known_words import KnownWords, collect, known_words
from features.scripts import clusters
from features.segmenting import cuts


def test_frequent_words_come_first_and_acronyms_in_capitals() -> None:
    lines = collect(["visa visa EPF EPF job", "visa වීසා"], ["bribery epf"])
    assert lines == ["visa", "EPF", "වීසා", "bribery"]


def test_forms_of_a_word_are_known_by_it() -> None:
    known = KnownWords(["night", "recharge"])
    assert known.is_word("Nights")
    assert known.is_word("recharging")
    assert not known.is_word("nightly bus")
    assert known.rank("nights") is None


def test_the_shipped_list_holds_no_word_twice_and_no_disguise() -> None:
    lines = resources.files("features").joinpath("data/known_words.txt").read_text("utf-8").split()
    assert len(set(lines)) == len(lines) > 10_000
    assert not any(character.isdigit() or character in "@$!" for character in "".join(lines))
    assert {"visa", "passport", "වීසා", "விசா"} <= set(lines)
    assert known_words().is_acronym("epf")


def test_a_word_of_the_patterns_is_known_though_no_training_advert_has_it() -> None:
    assert known_words().is_word("rapport")


def test_letters_are_cut_where_words_end() -> None:
    assert cuts(list("salarypaid")) == ([6, 10], 1.0)
    assert cuts(clusters("සංචාරකවීසා")) == ([4, 6], 1.0)
    assert cuts(list("qzxwvkjq")) is None
