# Everything from a fresh clone: `make demo` shows what it does, `make test` and `make lint` check it.
# A machine with Python 3.11 or newer and a package index is all that is needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# On Linux, the index of PyPI serves torch with its CUDA libraries, which are large and are not needed here:
#   make demo TORCH="--index-url https://download.pytorch.org/whl/cpu torch==2.13.0"
TORCH ?= torch==2.13.0

.PHONY: demo test lint pages score bench clean

# The articles in seeds/ to lines of JSON in out/demo, and a look at them.
demo: $(VENV)/installed
	$(BIN)/attribution extract seeds --out out/demo --overwrite
	$(BIN)/attribution inspect out/demo --no-pager

test: $(VENV)/installed
	$(BIN)/python -m pytest

lint: $(VENV)/installed
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

# What is generated and committed: tests hold it equal.
pages: $(VENV)/installed
	$(BIN)/python -m attribution.record schemas docs/record.md
	$(BIN)/python -m attribution.manual docs/commands.md

# Every figure of the embedded weights beside its goal, on standard output: make score DATA=folder
# (training/README.md says which files the folder may hold; without one, tests/data/gold alone is scored).
# UPDATE=docs/models.md also puts the tables into that page.
score: $(VENV)/installed
	$(BIN)/python -m training.score $(DATA) $(if $(UPDATE),--update $(UPDATE))

# Speed, memory and growth beside Stanza, spaCy and textacy, on standard output: ten minutes on a quiet machine.
# SECONDS_EACH=300 reads more articles and longer ones; UPDATE=docs/speed.md also puts the tables into that page.
bench: $(VENV)/installed-bench
	$(BIN)/python -m benchmarks.side_by_side --seconds $(or $(SECONDS_EACH),20) $(if $(UPDATE),--update $(UPDATE))

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# torch comes first, by itself: whatever asks for it afterwards finds it there.
$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=…")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(TORCH)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/installed-bench: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@touch $@
