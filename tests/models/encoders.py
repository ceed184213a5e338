"""Adverts and parameters that a small encoder learns in seconds."""

from pathlib import Path
from typing import Any

import numpy as np

from models.fine_tuning import FineTuning
from models.multilabel import LABELS
from models.small_encoder import write_small_encoder
from models.transformer import TransformerClassifier

RISKY = "pay an advance before you travel"
HARMLESS = "cook wanted for a small hotel"
TEXTS = [f"{RISKY if i % 2 else HARMLESS} word{i % 7}\n" for i in range(60)]
TRUTH = np.array([[i % 2 == 1] * len(LABELS) for i in range(60)])
GROUPS = [str(i) for i in range(60)]
QUICK: dict[str, Any] = {
    "encoder": "small",
    "learning_rate": 1e-3,
    "epochs": 8,
    "patience": 8,
    "batch_size": 8,
    "window": 32,
    "overlap": 8,
    "seed": 3,
}


def quick(**changed: Any) -> TransformerClassifier:
    return TransformerClassifier(**QUICK | changed)


def fine_tuning(**changed: Any) -> FineTuning:
    given = quick(**changed).get_params(deep=False)
    return FineTuning(**{name: given[name] for name in FineTuning.__slots__})


def write_xlm_roberta(folder: Path) -> None:
    """One of the reference family, as small as the other."""
    from transformers import XLMRobertaConfig, XLMRobertaModel

    write_small_encoder(folder, TEXTS, 1)
    config = XLMRobertaConfig(
        vocab_size=4000,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=130,
        type_vocab_size=1,
        pad_token_id=0,
    )
    XLMRobertaModel(config).save_pretrained(folder)
