"""Fine-tuning and export: parity, early stopping, resumption, and sentences for what is missing."""

import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
import torch
from transformers import Trainer

from lurewatch.errors import ConfigurationError
from models.checkpoints import checkpoints_in
from models.fine_tuning import (
    FineTuning,
    check_encoder,
    fine_tune,
    load_encoder,
    train_encoder,
)
from models.multilabel import LABELS
from models.onnx_encoder import OnnxEncoder, tokens_of
from models.onnx_export import export, export_quantized
from models.small_encoder import write_small_encoder
from tests.models.encoders import (
    GROUPS,
    HARMLESS,
    RISKY,
    TEXTS,
    TRUTH,
    fine_tuning,
    quick,
    write_xlm_roberta,
)

pytestmark = pytest.mark.usefixtures("one_torch_thread")


def write_bert(folder: Path) -> None:
    write_small_encoder(folder, TEXTS, 1)


def tuned(folder: Path, write: Callable[[Path], None]) -> tuple[Any, Any]:
    """Tokenizer and fine-tuned classifier of torch."""
    write(folder)
    chosen = fine_tuning(encoder=str(folder))
    tokenizer, pad, model = load_encoder(str(folder), chosen)
    adverts = [
        {"windows": windows, "labels": row.tolist()}
        for windows, row in zip(tokens_of(tokenizer, TEXTS), TRUTH, strict=True)
    ]
    train_encoder(model, adverts, [], pad, chosen, folder / "checkpoints")
    return tokenizer, model


@pytest.mark.parametrize("write", [write_bert, write_xlm_roberta])
def test_the_exported_encoder_gives_the_numbers_of_torch(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    tokenizer, model = tuned(tmp_path / "encoder", write)
    export(model, tmp_path / "whole.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "whole.onnx")
    random = np.random.default_rng(0)
    for windows, tokens in ((1, 3), (1, 120), (5, 40)):
        ids = random.integers(4, 40, (windows, tokens))
        mask = np.ones_like(ids)
        mask[-1, tokens // 2 + 1 :] = 0
        with torch.no_grad():
            expected = model(
                input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(mask)
            ).logits.numpy()
        (found,) = session.run(None, {"input_ids": ids, "attention_mask": mask})
        np.testing.assert_allclose(found, expected, atol=1e-5)
    served = OnnxEncoder(export_quantized(model), tokenizer.to_str().encode(), "max")
    with torch.no_grad():
        expected = np.vstack(
            [
                model(input_ids=torch.tensor(windows)).logits.numpy().max(axis=0)
                for windows in tokens_of(tokenizer, TEXTS)
            ]
        )
    apart = np.abs(served.logits(TEXTS) - expected)
    assert apart.max() < 0.05 * np.ptp(expected)
    assert apart.max() > 0


def test_one_risky_window_among_many_counts_unless_they_are_averaged() -> None:
    calm, late = f"{HARMLESS} " * 40, f"{HARMLESS} " * 40 + f"{RISKY} " * 12
    texts = [f"{calm}\n", f"{late}\n"]
    by_most = quick().fit(TEXTS, TRUTH, GROUPS).predict_proba(texts)[:, 0]
    assert by_most[0] < 0.5 < by_most[1]
    by_mean = quick(pooling="mean").fit(TEXTS, TRUTH, GROUPS).predict_proba(texts)[:, 0]
    assert by_mean[1] < 0.5


def test_windows_overlap_and_leave_nothing_out(tmp_path: Path) -> None:
    write_bert(tmp_path)
    chosen = fine_tuning(encoder=str(tmp_path), window=10, overlap=3)
    tokenizer, _, _ = load_encoder(str(tmp_path), chosen)
    text = " ".join(f"word{i % 7}" for i in range(50))
    windows = [window[1:-1] for window in tokens_of(tokenizer, [text])[0]]
    assert max(map(len, windows)) == 8
    for one, other in pairwise(windows):
        assert one[-3:] == other[:3]
    tokenizer.no_truncation()
    whole = tokenizer.encode(text).ids[1:-1]
    assert [*windows[0], *(token for window in windows[1:] for token in window[3:])] == whole


class Watched:
    """Losses on the adverts apart, by epoch; stops like Ctrl-C after a number of them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.losses: list[float] = []
        self.interrupt_after = 10**6
        evaluate = Trainer.evaluate

        def watched(trainer: Any, *args: Any, **kwargs: Any) -> dict[str, float]:
            if len(self.losses) == self.interrupt_after:
                raise KeyboardInterrupt
            metrics: dict[str, float] = evaluate(trainer, *args, **kwargs)
            self.losses.append(metrics["eval_loss"])
            return metrics

        monkeypatch.setattr(Trainer, "evaluate", watched)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def test_it_stops_early_and_keeps_the_best_epoch(watched: Watched) -> None:
    stop = [i for i in range(60) if i % 8 < 2]  # of each class as many
    turned = TRUTH.copy()
    turned[stop] = ~turned[stop]  # the more is learned, the worse is the loss on these
    best = fine_tune(TEXTS, turned, stop, fine_tuning(patience=2, epochs=20))
    assert len(watched.losses) < 20
    least = int(np.argmin(watched.losses))
    assert len(watched.losses) == least + 3
    logits = OnnxEncoder(best.onnx, best.tokenizer, "max").logits([TEXTS[i] for i in stop])
    loss = np.logaddexp(0, np.where(turned[stop], -logits, logits)).mean()
    assert loss == pytest.approx(watched.losses[least], rel=0.1)


def test_interrupted_training_goes_on_and_ends_the_same(tmp_path: Path, watched: Watched) -> None:
    expected = quick().fit(TEXTS, TRUTH, GROUPS)
    whole, watched.losses = watched.losses, []
    folder = tmp_path / "checkpoints"
    watched.interrupt_after = 4
    with pytest.raises(KeyboardInterrupt), checkpoints_in(folder):
        quick().fit(TEXTS, TRUTH, GROUPS)
    (mine,) = folder.iterdir()
    (mine / "checkpoint-99999").mkdir()  # one that was not written to its end
    watched.losses, watched.interrupt_after = [], 10**6
    with checkpoints_in(folder):
        again = quick().fit(TEXTS, TRUTH, GROUPS)
        assert watched.losses == whole[4:]
        assert again.files_ == expected.files_
        assert [path.name for path in mine.iterdir()] == ["tuned"]
        quick().fit(TEXTS, TRUTH, GROUPS)
        assert watched.losses == whole[4:], "what is finished is not trained again"
        quick(seed=4).fit(TEXTS, TRUTH, GROUPS)
        assert len(watched.losses) > len(whole[4:])
    assert not folder.exists()


def test_another_seed_learns_other_weights() -> None:
    one, other = (fine_tune(TEXTS, TRUTH, [], fine_tuning(seed=s, epochs=1)) for s in (1, 2))
    assert one.onnx != other.onnx
    assert one.encoder_sha256 != other.encoder_sha256


def test_the_rarer_class_weighs_more() -> None:
    rare = np.array([[i % 12 == 1] * len(LABELS) for i in range(60)])
    mean = {
        heaviest: OnnxEncoder(found.onnx, found.tokenizer, "max").logits(TEXTS).mean()
        for heaviest in (1.0, 10.0)
        for found in [fine_tune(TEXTS, rare, [], fine_tuning(heaviest=heaviest, epochs=2))]
    }
    assert mean[10.0] > mean[1.0]


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("model.safetensors", r"has no weights \(\*\.safetensors\).*whole folder"),
        ("config.json", r"has no config\.json"),
        ("tokenizer.json", r"has no tokenizer\.json"),
    ],
)
def test_an_incomplete_folder_is_refused_with_what_it_lacks(
    tmp_path: Path, missing: str, message: str
) -> None:
    write_bert(tmp_path)
    check_encoder(str(tmp_path))
    (tmp_path / missing).unlink()
    with pytest.raises(ConfigurationError, match=message):
        check_encoder(str(tmp_path))


def test_a_folder_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="no encoder folder"):
        check_encoder("./nowhere")


def test_weights_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    write_bert(tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\x00" * 100)
    with pytest.raises(ConfigurationError, match="cannot load the encoder"):
        load_encoder(str(tmp_path), fine_tuning(encoder=str(tmp_path)))


def test_a_window_longer_than_the_encoder_reads_is_refused(tmp_path: Path) -> None:
    write_bert(tmp_path)
    wrong: FineTuning = fine_tuning(encoder=str(tmp_path), window=1024)
    with pytest.raises(ConfigurationError, match="reads 512 tokens"):
        load_encoder(str(tmp_path), wrong)


@pytest.mark.parametrize("library", ["torch", "transformers", "onnxruntime"])
def test_a_missing_library_is_named_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ConfigurationError, match=rf"{library}.*lurewatch\[train\]"):
        quick().check_ready()
