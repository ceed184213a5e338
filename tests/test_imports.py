"""Running Lurewatch never needs, and never imports, what only training needs."""

import subprocess
import sys

PROGRAM = """
import importlib, pkgutil, sys
heavy = ("torch", "transformers", "accelerate", "onnx", "onnxruntime", "tokenizers", "cleanlab")
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in heavy:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
if {blocked}:
    sys.meta_path.insert(0, Absent())
for name in ("lurewatch", "crawler", "features", "models", "storage", "hotspots", "alerts", "api"):
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(package.__path__, f"{{name}}."):
        if not found.name.endswith("__main__") and ".migrations." not in found.name:
            importlib.import_module(found.name)
from datetime import UTC, datetime
from lurewatch.records import AdvertText
from lurewatch.settings import Settings
from models.assess import Assessor
advert = AdvertText(advert_id="a", title="Cook", text="A cook for a hotel. Pay a fee in advance.")
(found,) = Assessor.load(Settings()).assess_many([advert], assessed_at=datetime.now(UTC))
assert 0 <= found.score <= 1
print([name for name in heavy if name in sys.modules])
"""


def imported(*, blocked: bool) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(blocked=blocked)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_every_module_and_an_assessment_do_without_the_train_extra() -> None:
    assert imported(blocked=True) == "[]"


def test_none_of_them_imports_it_where_it_is_installed() -> None:
    import torch  # noqa: F401 - it must be installed for the next line to mean anything

    assert imported(blocked=False) == "[]"
