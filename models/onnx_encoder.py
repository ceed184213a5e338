"""A fine-tuned encoder as it is served: ONNX Runtime and its tokenizer, without torch.

Long texts are cut into overlapping windows, and the logits of the windows are pooled to those of
the advert. Each window is run alone: eight-bit arithmetic scales activations by the largest of
their batch, so in company a text would get other numbers than alone.
"""

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np

from lurewatch.errors import UntrustedArtefact
from models.extras import require
from models.multilabel import LABELS, Numbers

Pooling = Literal["max", "mean"]


def tokens_of(tokenizer: Any, texts: Iterable[str]) -> list[list[list[int]]]:
    """Token numbers by text and window.

    Args:
        tokenizer: a `tokenizers.Tokenizer` whose truncation gives the size of a window and the
            overlap of neighbours, in tokens.
        texts: any strings; lone surrogates are read as question marks.
    """
    readable = [text.encode("utf-8", "replace").decode() for text in texts]
    return [
        [window.ids for window in (first, *first.overflowing)]
        for first in tokenizer.encode_batch(readable)
    ]


class OnnxEncoder:
    """Logits of texts."""

    def __init__(self, model: bytes, tokenizer: bytes, pooling: Pooling) -> None:
        """Ready to score.

        Args:
            model: an ONNX file with inputs `input_ids` and `attention_mask` (windows by tokens,
                int64) and the output `logits` (windows by len(LABELS)).
            tokenizer: a `tokenizer.json` with its truncation set.
            pooling: how an advert's logits come from those of its windows.

        Raises:
            ConfigurationError: a library is missing.
            UntrustedArtefact: a file cannot be read.
        """
        require("transformers", "onnxruntime", "tokenizers")
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        # Other work shares the machine: threads that wait must not spin.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_str(tokenizer.decode("utf-8"))
        except Exception as error:  # both libraries raise bare Exception or RuntimeError
            raise UntrustedArtefact(f"the encoder cannot be read: {error}") from None
        self._pooling = pooling

    def logits(self, texts: Iterable[str]) -> Numbers:
        """n by len(LABELS)."""
        pool = np.max if self._pooling == "max" else np.mean
        found = [
            pool([self._window(window) for window in windows], axis=0)
            for windows in tokens_of(self._tokenizer, texts)
        ]
        return np.array(found, dtype=np.float64).reshape(-1, len(LABELS))

    def _window(self, tokens: list[int]) -> Numbers:
        ids = np.array([tokens], dtype=np.int64)
        found = self._session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        return np.asarray(found[0][0], dtype=np.float64)
