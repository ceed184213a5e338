# Two commands on a fresh machine: `make run` and `make test`. Needs Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
CORE := $(VENV)/.core-installed
DEV := $(VENV)/.dev-installed
# Its build for processors or for CUDA depends on the machine, so it is in no lock: see README.md.
TORCH ?= torch==2.13.0

.DEFAULT_GOAL := help
.PHONY: help install run test check quality bench docs lock

help: ## print this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-9s %s\n", $$1, $$2}'

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Lurewatch needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(CORE): requirements.lock pyproject.toml | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.lock requirements-train.lock $(CORE)
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --require-hashes --no-deps -r requirements-train.lock
	$(PIP) install $(TORCH)
	@touch $@

install: $(CORE) ## make .venv and install what running needs
	$(BIN)/lurewatch db upgrade

run: install ## install, then start the demo: sites, crawl, flags, hotspots, alert, pages
	@exec $(BIN)/lurewatch demo

test: $(DEV) ## install, then run all tests
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup

check: $(DEV) ## format, lint, types, import contract, docs test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/test_docs.py tests/lurewatch/test_settings.py

quality: $(DEV) ## figures on the held-out adverts, and the corpus checks
	$(BIN)/lurewatch labels stats
	$(BIN)/lurewatch labels check
	$(BIN)/lurewatch evaluate
	$(BIN)/python -m pytest -q tests/models/test_quality.py tests/models/test_rewrites.py tests/models/test_variety_of_corpus.py

bench: $(DEV) ## speed and memory as ratios against named baselines
	$(BIN)/python -m benchmarks.crawl
	$(BIN)/python -m benchmarks.assess
	$(BIN)/python -m benchmarks.extract

docs: $(DEV) ## rewrite the generated parts of docs/
	$(BIN)/python -m docs.generate

PINS := --universal --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links
lock: ## resolve the pins anew (needs uv)
	uv pip compile $(PINS) pyproject.toml -o requirements.lock
	uv pip compile $(PINS) --extra dev --extra postgres -c requirements.lock pyproject.toml -o requirements-dev.lock
	@# Without torch, and so without CUDA; but with what every build of torch needs.
	echo "torch; sys_platform == 'never'" > $(VENV)/no-torch.txt
	printf 'networkx\nsympy\n' | uv pip compile $(PINS) --extra train --overrides $(VENV)/no-torch.txt --no-emit-package torch \
	  -c requirements-dev.lock pyproject.toml - -o requirements-train.lock
