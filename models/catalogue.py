"""The kinds of classifier, one list. Trained versions are in the registry."""

import tomllib
from importlib.resources import files
from typing import Any

from models.linear import LinearClassifier

CLASSIFIERS: dict[str, type[LinearClassifier]] = {"linear": LinearClassifier}
"""Name of the kind, which is also the name of its file in `models/configs`, → estimator."""


def config(kind: str) -> dict[str, Any]:
    """Every hyper-parameter of a kind, from its file."""
    return tomllib.loads(files("models").joinpath(f"configs/{kind}.toml").read_text("utf-8"))


def new_classifier(kind: str) -> LinearClassifier:
    """An estimator of a kind, with its hyper-parameters, not yet fitted."""
    return CLASSIFIERS[kind](**config(kind))
