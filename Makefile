# Every target is enough by itself: it first makes .venv from requirements.lock, and renews it when the lock changes.
# It needs Python 3.11 with either venv or pip. Another interpreter: make test PYTHON=/path/to/python3.11

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/ready
WORKERS ?= auto
TESTS ?= tests

REGION ?= wuzhong

.PHONY: help demo briefing test lab bench lint lock clean

help:
	@echo "make demo   Wuzhong at one to one: the rules as they stand and four reforms"
	@echo "make briefing  the page for a meeting, in a browser; another region: make briefing REGION=yunxi"
	@echo "make lab    the notebooks in JupyterLab"
	@echo "make test   all tests; one folder: make test TESTS=tests/unit"
	@echo "make lint   style, types and the order of layers"
	@echo "make bench  how fast it is on this machine"
	@echo "make lock   requirements.lock anew from pyproject.toml (needs a package index)"
	@echo "make clean  remove .venv and the caches of the tools"

demo: $(READY)
	$(BIN)/sim demo

briefing: $(READY)
	$(BIN)/python -m sim.workbench --region $(REGION)

test: $(READY)
	$(BIN)/python -m pytest $(TESTS) -n $(WORKERS) --dist loadfile

# It asks no host of the network for news or updates.
lab: $(READY)
	$(BIN)/jupyter lab notebooks --LabApp.news_url=None \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate $(if $(filter 0,$(shell id -u)),--allow-root)

bench: $(READY)
	$(BIN)/python -m benchmarks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
		--no-header --output-file requirements.lock --quiet

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The interpreter is asked before anything is made, so that a wrong one costs one sentence.
# Debian packs venv's pip apart (python3-venv): without it the folder is made bare and the system's pip fills it.
.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "No Python found: install Python 3.11, or say PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "$(PYTHON) is not Python 3.11, which this needs: say PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null || "$(PYTHON)" -m pip --version >/dev/null 2>&1 || \
		{ echo "$(PYTHON) has neither venv nor pip: install one (on Debian: apt-get install python3-venv)"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip' 2>/dev/null && "$(PYTHON)" -m venv .venv || "$(PYTHON)" -m venv --without-pip .venv

# uv is taken from the lock with its hashes, then installs the rest of the lock; the project itself is built from what
# the lock brought, without a download.
$(READY): requirements.lock pyproject.toml | .venv/bin/python
	@awk '/^[^ ]/ { wanted = /^uv==/ } wanted && !/#/' requirements.lock > .venv/uv.lock
	@if $(BIN)/python -m pip --version >/dev/null 2>&1; then pip="$(BIN)/python -m pip"; \
		else pip="$(PYTHON) -m pip --python $(BIN)/python"; fi; \
		$$pip install --quiet --disable-pip-version-check --require-hashes --requirement .venv/uv.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --requirement requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@
