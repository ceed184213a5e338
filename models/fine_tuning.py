"""Fine-tunes an encoder of Hugging Face on adverts with several labels.

An advert is all its windows at once: their logits are pooled before the loss (multiple-instance
learning, Dietterich et al. 1997), as they are where the model is served. The loss is binary
cross-entropy per label, with the rarer class weighted up. This is the only module that imports
torch, and only inside functions.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from rich.progress import Progress

from lurewatch.errors import ConfigurationError
from lurewatch.terminal import people
from models.extras import require
from models.multilabel import LABELS, Truth
from models.onnx_encoder import Pooling, tokens_of
from models.onnx_export import export_quantized
from models.small_encoder import write_small_encoder

SMALL = "small"
"""As `encoder`: made from the training texts (`models.small_encoder`)."""
LIBRARIES = ("torch", "transformers", "accelerate", "onnx", "onnxruntime", "tokenizers")
WINDOWS = 6
"""Of an advert that training sees, from its beginning; serving reads all. One very long advert
would otherwise decide how much memory training needs."""
_DONE = "done"
"""File of a checkpoint that was written to its end."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FineTuning:
    """What decides how an encoder is tuned; see `models/configs/transformer.toml`."""

    encoder: str
    revision: str
    window: int
    overlap: int
    pooling: Pooling
    learning_rate: float
    weight_decay: float
    batch_size: int
    epochs: int
    patience: int
    heaviest: float
    seed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Tuned:
    """What is served."""

    onnx: bytes
    tokenizer: bytes
    encoder_sha256: str
    """Of the weights before tuning."""

    def write(self, folder: Path) -> None:
        """Keep it in a folder of its own, whole or not at all."""
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        (part / "model.onnx").write_bytes(self.onnx)
        (part / "tokenizer.json").write_bytes(self.tokenizer)
        (part / "encoder.sha256").write_text(self.encoder_sha256, "ascii")
        part.rename(folder)

    @classmethod
    def read(cls, folder: Path) -> "Tuned":
        """What `write` has kept."""
        return cls(
            onnx=(folder / "model.onnx").read_bytes(),
            tokenizer=(folder / "tokenizer.json").read_bytes(),
            encoder_sha256=(folder / "encoder.sha256").read_text("ascii"),
        )


def check_encoder(encoder: str) -> None:
    """Refuse what cannot be tuned, before anything long begins.

    Raises:
        ConfigurationError: a library is missing, or the folder holds no encoder.
    """
    require("train", *LIBRARIES)
    folder = Path(encoder)
    if encoder == SMALL or not (folder.is_dir() or encoder.startswith((".", "/", "~"))):
        return
    if not folder.is_dir():
        raise ConfigurationError(f"there is no encoder folder {encoder}")
    weights = [*folder.glob("*.safetensors")]
    for name, there in (
        ("config.json", (folder / "config.json").is_file()),
        ("tokenizer.json", (folder / "tokenizer.json").is_file()),
        ("weights (*.safetensors)", bool(weights)),
    ):
        if not there:
            raise ConfigurationError(
                f"the encoder folder {encoder} has no {name}. Copy the whole folder of the "
                "encoder there, as `save_pretrained` of transformers writes it"
            )


def fine_tune(
    texts: Sequence[str],
    targets: Truth,
    stop_rows: Sequence[int],
    chosen: FineTuning,
    checkpoints: Path | None = None,
) -> Tuned:
    """Tune an encoder, and keep the epoch with the least loss on adverts apart.

    Args:
        texts: n texts.
        targets: n by len(LABELS).
        stop_rows: rows that are not learned from, for early stopping; without any, all epochs run.
        chosen: the parameters.
        checkpoints: folder of this training and no other. After an interruption it goes on from
            the last epoch there; what is finished is taken from there.

    Raises:
        ConfigurationError: a library is missing, or the encoder cannot be loaded.
    """
    check_encoder(chosen.encoder)
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    finished = checkpoints / "tuned" if checkpoints else None
    if finished and finished.is_dir():
        return Tuned.read(finished)
    with TemporaryDirectory() as folder:
        encoder = chosen.encoder
        if encoder == SMALL:
            encoder = f"{folder}/encoder"
            write_small_encoder(Path(encoder), texts, chosen.seed)
        tokenizer, pad, model = load_encoder(encoder, chosen)
        digest = _digest(model)
        apart = set(stop_rows)
        adverts = [
            {"windows": windows[:WINDOWS], "labels": row.tolist()}
            for windows, row in zip(tokens_of(tokenizer, texts), targets, strict=True)
        ]
        learn = [advert for i, advert in enumerate(adverts) if i not in apart]
        stop = [adverts[i] for i in sorted(apart)]
        train_encoder(model, learn, stop, pad, chosen, checkpoints or Path(folder) / "checkpoints")
    tuned = Tuned(
        onnx=export_quantized(model),
        tokenizer=tokenizer.to_str().encode(),
        encoder_sha256=digest,
    )
    if checkpoints and finished:
        tuned.write(finished)
        for path in checkpoints.glob("checkpoint-*"):
            shutil.rmtree(path)
    return tuned


def load_encoder(encoder: str, chosen: FineTuning) -> tuple[Any, int, Any]:
    """Tokenizer, number of the padding token, and classifier with a new head.

    Raises:
        ConfigurationError: there is no such encoder, or it does not fit.
    """
    from safetensors import SafetensorError
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, set_seed

    set_seed(chosen.seed)
    try:
        found = AutoTokenizer.from_pretrained(encoder, revision=chosen.revision)
        model = AutoModelForSequenceClassification.from_pretrained(
            encoder,
            revision=chosen.revision,
            num_labels=len(LABELS),
            attn_implementation="eager",
            use_safetensors=True,
        )
    except (OSError, ValueError, SafetensorError) as error:
        first = str(error).strip().splitlines()[0]
        raise ConfigurationError(
            f"cannot load the encoder {chosen.encoder}: {first}. Give a local folder, or a name "
            "on a hub that can be reached"
        ) from None
    tokenizer = getattr(found, "backend_tokenizer", None)
    if tokenizer is None or found.pad_token_id is None:
        raise ConfigurationError(f"the encoder {chosen.encoder} has no tokenizer.json to serve")
    positions = getattr(model.config, "max_position_embeddings", chosen.window)
    longest = min(positions, found.model_max_length)
    if chosen.window > longest:
        raise ConfigurationError(f"{chosen.encoder} reads {longest} tokens: `window` is larger")
    tokenizer.no_padding()
    tokenizer.enable_truncation(chosen.window, stride=chosen.overlap)
    return tokenizer, int(found.pad_token_id), model


def _digest(model: Any) -> str:
    digest = hashlib.sha256()
    for name, weights in sorted(model.base_model.state_dict().items()):
        digest.update(name.encode() + weights.numpy().tobytes())
    return digest.hexdigest()


def train_encoder(
    model: Any,
    learn: Sequence[dict[str, Any]],
    stop: Sequence[dict[str, Any]],
    pad: int,
    chosen: FineTuning,
    folder: Path,
) -> None:
    """Tunes `model` in place, and leaves it on the processor, in evaluation mode."""
    import torch
    from transformers import EarlyStoppingCallback, PrinterCallback, Trainer, TrainingArguments

    cuda = torch.cuda.is_available()
    arguments = TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=chosen.epochs,
        learning_rate=chosen.learning_rate,
        weight_decay=chosen.weight_decay,
        warmup_steps=0.1,
        per_device_train_batch_size=chosen.batch_size,
        per_device_eval_batch_size=chosen.batch_size,
        bf16=cuda and torch.cuda.is_bf16_supported(),
        eval_strategy="epoch" if stop else "no",
        save_strategy="epoch",
        save_total_limit=1,
        load_best_model_at_end=bool(stop),
        metric_for_best_model="eval_loss" if stop else None,
        greater_is_better=False if stop else None,
        logging_strategy="no",
        report_to="none",
        disable_tqdm=True,
        remove_unused_columns=False,
        dataloader_pin_memory=cuda,
        seed=chosen.seed,
    )
    with Progress(console=people, transient=True) as progress:
        callbacks = [_callback(progress)]
        if stop:
            callbacks.append(EarlyStoppingCallback(early_stopping_patience=chosen.patience))
        labels = np.array([advert["labels"] for advert in learn])
        trainer = Trainer(
            model=_pooled(model, chosen.pooling, _weights(labels, chosen.heaviest)),
            args=arguments,
            train_dataset=learn,
            eval_dataset=stop or None,
            data_collator=lambda adverts: _batch(adverts, pad),
            callbacks=callbacks,
        )
        trainer.remove_callback(PrinterCallback)
        last = _last_checkpoint(folder)
        trainer.train(resume_from_checkpoint=str(last) if last else None)
    model.to("cpu").eval()


def _last_checkpoint(folder: Path) -> Path | None:
    found = [path.parent for path in folder.glob(f"checkpoint-*/{_DONE}")]
    return max(found, key=lambda path: int(path.name.split("-")[1]), default=None)


def _callback(progress: Progress) -> Any:
    """Shows how far training is, and marks checkpoints that are whole."""
    from transformers import TrainerCallback

    class Callback(TrainerCallback):  # type: ignore[misc]
        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            self._task = progress.add_task("fine-tuning", total=state.max_steps)

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            progress.update(self._task, completed=state.global_step)

        def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            (Path(args.output_dir) / f"checkpoint-{state.global_step}" / _DONE).touch()

    return Callback()


def _weights(labels: Truth, heaviest: float) -> Any:
    """Of the risky side of each label: as often as it is rarer, within `heaviest` and its part."""
    positives = labels.sum(axis=0)
    ratio = (len(labels) - positives) / np.maximum(positives, 1)
    return np.clip(ratio, 1 / heaviest, heaviest).astype(np.float32)


def _pooled(model: Any, pooling: Pooling, weights: Any) -> Any:
    """The classifier over adverts of several windows each."""
    import torch

    class Pooled(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.classifier = model
            self.register_buffer("weights", torch.from_numpy(weights), persistent=False)

        def forward(
            self, input_ids: Any, attention_mask: Any, counts: Any, labels: Any
        ) -> dict[str, Any]:
            windows = self.classifier(input_ids=input_ids, attention_mask=attention_mask).logits
            parts = windows.float().split(counts.tolist())
            logits = torch.stack(
                [part.amax(0) if pooling == "max" else part.mean(0) for part in parts]
            )
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                logits, labels, pos_weight=self.weights
            )
            return {"loss": loss, "logits": logits}

    return Pooled()


def _batch(adverts: Sequence[dict[str, Any]], pad: int) -> dict[str, Any]:
    """The windows of some adverts in one padded table, and how many each advert has."""
    import torch

    windows = [window for advert in adverts for window in advert["windows"]]
    longest = max(map(len, windows))
    ids = [window + [pad] * (longest - len(window)) for window in windows]
    mask = [[1] * len(window) + [0] * (longest - len(window)) for window in windows]
    return {
        "input_ids": torch.tensor(ids),
        "attention_mask": torch.tensor(mask),
        "counts": torch.tensor([len(advert["windows"]) for advert in adverts]),
        "labels": torch.tensor([advert["labels"] for advert in adverts], dtype=torch.float32),
    }
