# Each target sets up what it needs in .venv; a second call does not install again.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: flow test test-all check format example pictures keys bench clean

flow: .venv/installed ## the search-results table, also in data/out/
	@$(BIN)/reviewkit flow

test: check ## formatter, linter, types, import directions, unused code, then the tests
	$(BIN)/pytest -n 3 -m "not slow"

test-all: check ## as test, with the long runs
	$(BIN)/pytest -n 3

check: .venv/installed-dev
	$(BIN)/ruff format --check --quiet . || { echo "make format mends this"; exit 1; }
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/vulture

format: .venv/installed-dev
	$(BIN)/ruff check --quiet --fix .
	$(BIN)/ruff format --quiet .

example: .venv/installed-dev ## make the worked example in data/ anew, by driving the program
	$(BIN)/python -m tests.example.build

pictures: .venv/installed-dev ## draw the README's pictures anew from the real program
	$(BIN)/python -m tests.pictures.draw

keys: .venv/installed-dev ## write the keys into the README
	$(BIN)/python -m tests.keys

bench: .venv/installed-dev ## how quick reading and the store are, what they survive, how good deduplication and ranking are; takes half an hour
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m tests.bench.reading
	$(BIN)/python -m tests.bench.importing
	$(BIN)/python -m tests.formats.mutate 100000
	$(BIN)/python -m tests.bench.bad_days
	$(BIN)/python -m tests.bench.screens
	$(BIN)/python -m tests.bench.appraisals
	$(BIN)/python -m tests.bench.server
	$(BIN)/python -m tests.bench.codings
	$(BIN)/python -m tests.bench.dedup
	$(BIN)/python -m tests.bench.ranking
	$(BIN)/python -m tests.bench.stopping --tests drawn

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("reviewkit needs Python 3.11 or newer; this one is %d.%d. Try: make PYTHON=python3.12 flow" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Setting up .venv (once) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
