"""An experiment: everything that decides what is trained, in one TOML file.

Whole files lie in `models/configs`; a path to another one is as good. A key that is not known is
refused, because a misspelled parameter would silently train something else.
"""

from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lurewatch.errors import ConfigurationError
from models.dataset import first_fault
from models.toml_files import read_toml

CONFIGS = "configs"
Share = Annotated[float, Field(gt=0, lt=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ThresholdPolicy(_Strict):
    """How thresholds are chosen on scores that the model had not seen."""

    by: Literal["recall", "capacity", "cost", "f1"] = "recall"
    recall: Share = 0.9
    """Of risky adverts at or over `caution`, where chosen by recall."""
    precision: Share = 0.95
    """Of adverts at or over `high_risk`: the word is strong, so it must be right."""
    capacity_per_day: Annotated[int, Field(gt=0)] = 60
    """Adverts that people can read, where chosen by capacity."""
    adverts_per_day: Annotated[int, Field(gt=0)] = 1000
    """Adverts that come in."""
    prevalence: Share = 0.05
    """Share of risky adverts among them, assumed."""
    miss_cost: Annotated[float, Field(gt=0)] = 20.0
    """Of a risky advert that nobody reads, in false alarms, where chosen by cost."""


class Evaluation(_Strict):
    """How the figures are made."""

    split: Literal["given", "folds", "time"] = "folds"
    """`given`: the splits of our corpus. `folds`: group folds over everything. `time`: the newest
    fifth is held out."""
    hold_out_source: str | None = None
    """Name of a source to hold out; it goes before `split`."""
    groups: Literal["near_duplicates", "given"] = "near_duplicates"
    """Of folds. `given`: those of the set alone, to compare with figures published on them; ours
    also join what shares eight words in a row, such as the profile of one company."""
    folds: Annotated[int, Field(ge=2, le=20)] = 10
    seed: int = 0
    random_split: bool = True
    """Whether to measure a random split too, to show by how much it flatters."""


class Experiment(_Strict):
    """One whole file."""

    name: str
    """Of the file."""
    kind: Literal["indicator_rules", "linear", "stacked", "transformer"]
    parameters: dict[str, Any] = {}
    """Of the estimator; those that are not given have its defaults."""
    states_kept: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Share of the indicator states that training sees (`models.training`)."""
    thresholds: ThresholdPolicy = ThresholdPolicy()
    evaluation: Evaluation = Evaluation()


def read_experiment(name: str) -> Experiment:
    """An experiment by the path of its file, or by the name of one in `models/configs`.

    Raises:
        ConfigurationError: it cannot be read, or has a key or value that is not known.
    """
    shipped = Path(str(files("models"))) / CONFIGS / f"{name}.toml"
    path = shipped if shipped.is_file() else Path(name)
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in shipped.parent.glob("*.toml")))
        raise ConfigurationError(f"there is no experiment {name}; shipped: {known}; or give a file")
    try:
        return Experiment.model_validate({"name": path.stem} | read_toml(path))
    except ValidationError as error:
        raise ConfigurationError(f"{path}: {first_fault(error)}") from None
