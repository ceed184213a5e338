"""The transformer: an encoder of Hugging Face, fine-tuned here and served by ONNX Runtime.

Every score is given by the eight-bit model that will be served, those for calibration and
thresholds too, so that no number of the card is that of another model.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from sklearn.utils.validation import check_is_fitted

from lurewatch.errors import UntrustedArtefact
from models.checkpoints import checkpoint_folder
from models.fine_tuning import LIBRARIES, FineTuning, check_encoder, fine_tune
from models.inputs import MARK, parts, present_indicators
from models.multilabel import MultiLabelClassifier, Numbers, Truth, folds_of
from models.onnx_encoder import OnnxEncoder, Pooling

ONNX = "model.onnx"
TOKENIZER = "tokenizer.json"
STOP_FOLDS = 8
"""One in so many adverts is kept apart for early stopping."""


class TransformerClassifier(MultiLabelClassifier):
    """Multi-label classifier; see `models/configs/transformer.toml` for the parameters."""

    libraries = LIBRARIES

    def __init__(
        self,
        encoder: str = "FacebookAI/xlm-roberta-base",
        revision: str = "main",
        marks: bool = False,
        window: int = 256,
        overlap: int = 64,
        pooling: Pooling = "max",
        learning_rate: float = 2e-5,
        weight_decay: float = 0.01,
        batch_size: int = 16,
        epochs: int = 10,
        patience: int = 2,
        heaviest: float = 10.0,
        one_fold: bool = True,
        label_frequency: float = 1.0,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.encoder = encoder
        self.revision = revision
        self.marks = marks
        self.window = window
        self.overlap = overlap
        self.pooling = pooling
        self.learning_rate = learning_rate
        self.weight_decay = weight_decay
        self.batch_size = batch_size
        self.epochs = epochs
        self.patience = patience
        self.heaviest = heaviest
        self.one_fold = one_fold
        self.label_frequency = label_frequency
        self.folds = folds
        self.seed = seed

    def check_ready(self) -> None:
        """Refuse to begin without the libraries and the encoder."""
        check_encoder(self.encoder)

    def _fit_scores(self, X: Sequence[str], targets: Truth, groups: Sequence[str]) -> None:
        if not self.one_fold:
            self.oof_scores_ = self._out_of_fold(X, targets, groups)
            self._learn(X, targets, groups)
            return
        train, held_out = folds_of(targets[:, 0], groups, self.folds, self.seed)[0]
        self._learn_rows(train, X, targets, groups)
        self.oof_scores_ = np.full(targets.shape, np.nan)
        self.oof_scores_[held_out] = self.decision_function([X[i] for i in held_out])

    def _out_of_fold(self, X: Sequence[str], targets: Truth, groups: Sequence[str]) -> Numbers:
        scores = np.zeros(targets.shape)
        for train, held_out in folds_of(targets[:, 0], groups, self.folds, self.seed):
            part = type(self)(**self.get_params(deep=False))
            part._learn_rows(train, X, targets, groups)
            scores[held_out] = part.decision_function([X[i] for i in held_out])
        return scores

    def _learn_rows(
        self, rows: Iterable[int], X: Sequence[str], targets: Truth, groups: Sequence[str]
    ) -> None:
        chosen = list(rows)
        self._learn([X[i] for i in chosen], targets[chosen], [groups[i] for i in chosen])

    def _learn(self, X: Sequence[str], targets: Truth, groups: Sequence[str] | None = None) -> None:
        names = [str(i) for i in range(len(X))] if groups is None else groups
        texts = [self._text(text) for text in X]
        given = self.get_params(deep=False)
        chosen = FineTuning(**{name: given[name] for name in FineTuning.__slots__})
        stop_rows = _stop_rows(targets[:, 0], names, self.seed)
        tuned = fine_tune(
            texts,
            targets,
            stop_rows,
            chosen,
            checkpoint_folder(
                json.dumps(asdict(chosen)).encode(),
                json.dumps([texts, list(names), targets.tolist()]).encode(),
            ),
        )
        self.encoder_sha256_ = tuned.encoder_sha256
        self._beside = {ONNX: tuned.onnx, TOKENIZER: tuned.tokenizer}
        self.files_ = {name: _sha256(data) for name, data in self._beside.items()}
        self._built = self._encoder(self._beside)

    def files_beside(self) -> Mapping[str, bytes]:
        """Encoder and tokenizer, of a classifier that was fitted in this process."""
        return self._beside

    def take_files(self, read: Callable[[str], bytes]) -> None:
        """Check encoder and tokenizer, and get ready to score."""
        data = {name: read(name) for name in self.files_}
        for name, expected in self.files_.items():
            if _sha256(data[name]) != expected:
                raise UntrustedArtefact(f"{name} does not match its recorded SHA-256")
        self._built = self._encoder(data)

    def _encoder(self, files: Mapping[str, bytes]) -> OnnxEncoder:
        return OnnxEncoder(files[ONNX], files[TOKENIZER], self.pooling)

    def _text(self, text: str) -> str:
        told = parts(text)
        if not self.marks:
            return told.body
        marks = [*present_indicators(text), *told.fields]
        return f"{told.body}\n{' '.join(marks).replace(MARK, ' ').lower()}"

    def decision_function(self, X: Iterable[str]) -> Numbers:
        """Pooled logits, n by len(LABELS)."""
        check_is_fitted(self, "files_")
        encoder: OnnxEncoder = self._built
        return encoder.logits(self._text(text) for text in X)

    def __getstate__(self) -> dict[str, Any]:
        """What is stored in the model file; encoder and tokenizer lie beside it."""
        state = super().__getstate__()
        state.pop("_beside", None)
        return state


def _stop_rows(risky: Truth, groups: Sequence[str], seed: int) -> list[int]:
    """Rows for early stopping, whole groups; none where there are too few to spare any."""
    apart = [len({g for g, r in zip(groups, risky, strict=True) if r == side}) for side in (0, 1)]
    if min(apart) < 2:
        return []
    folds = folds_of(risky, groups, min(STOP_FOLDS, *apart), seed)
    return [int(row) for row in folds[0][1]]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
