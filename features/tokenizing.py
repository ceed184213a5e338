"""Words as spaCy tokens, in one pass that is linear in the text.

spaCy's own rules take punctuation off a run one mark at a time, which is quadratic on a long run,
and split Sinhala abbreviations; here a token is a word with its combining marks, a run of marks and
signs, or white space (Unicode standard annex 29 for words, without its exceptions).
"""

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_PIECE = regex.compile(r"([\p{L}\p{N}][\p{L}\p{M}\p{N}]*|[^\s\p{L}\p{N}]+|\s+)( ?)")


class WordTokenizer:
    """A spaCy tokenizer: `WordTokenizer(nlp.vocab)(text)` gives a `Doc` with that very text."""

    def __init__(self, vocab: "Vocab") -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> "Doc":
        """Tokenise; half a surrogate pair must have been replaced before."""
        from spacy.tokens import Doc

        pieces = _PIECE.findall(text)
        words = [word for word, _ in pieces]
        return Doc(self.vocab, words=words, spaces=[bool(space) for _, space in pieces])
