"""Fixtures of the model tests: settings on the repository's data, and the shipped model."""

from pathlib import Path

import pytest

from lurewatch.settings import Settings
from models.assess import Assessor

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def data_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        var_dir=tmp_path_factory.mktemp("var"), training_data_dir=ROOT / "training_data"
    )


@pytest.fixture(scope="session")
def assessor(data_settings: Settings) -> Assessor:
    return Assessor.load(data_settings)


@pytest.fixture(scope="session")
def one_torch_thread() -> None:
    """The test processes share the processors: more threads would wait for each other."""
    import torch

    torch.set_num_threads(1)
