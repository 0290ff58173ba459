# One line per verb. Each sets up .venv by itself, from the lock, and again when the lock or pyproject.toml has changed.
PYTHON ?= python3
BIN := .venv/bin
VENV := .venv/.ready
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := all
.PHONY: all test test-slow test-long lint types turtle format twice check java bench wheel lock docs clean

# Turtle that is broken on purpose lives in a folder `broken`, or in a file `broken*.ttl`, and is not formatted.
TURTLE = ontology data shapes $$(find tests -name '*.ttl' -not -name 'broken*' -not -path '*/broken/*' | sort)

# What pytest compiles is kept, whatever the surroundings say, so that each process and the next run need not do so again.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n auto --dist worksteal

all: $(VENV) ; @$(BIN)/seutu build --out build
test: $(VENV) ; @$(PYTEST) -m 'not slow and not long'
test-slow: $(VENV) ; @$(PYTEST) -m slow
test-long: $(VENV) ; @$(PYTEST) -m long
lint: $(VENV) ; @$(BIN)/ruff check . && $(BIN)/ruff format --check .
types: $(VENV) ; @$(BIN)/mypy
turtle: $(VENV) ; @$(BIN)/turtlefmt --check $(TURTLE)
format: $(VENV) ; @$(BIN)/ruff check --fix-only --quiet . && $(BIN)/ruff format . && $(BIN)/turtlefmt $(TURTLE)
# Another hash seed, time zone and locale: what depends on them shows.
twice: $(VENV) ; @d=$$(mktemp -d) && trap 'rm -rf "$$d"' EXIT && PYTHONHASHSEED=1 TZ=UTC0 LC_ALL=C $(BIN)/seutu build --out "$$d/a" && PYTHONHASHSEED=2 TZ=EET-2 LC_ALL=C.UTF-8 $(BIN)/seutu build --out "$$d/b" && diff -r "$$d/a" "$$d/b" && echo 'Two builds, the same bytes.'
check: ; @.ci/run
# The reasoner that the slow tests try the ontology with runs on Java; without it these tests are skipped.
java: ; @command -v java >/dev/null || { if [ "$$(id -u)" = 0 ]; then asRoot=; else asRoot=sudo; fi; $$asRoot apt-get update -qq && $$asRoot apt-get install -y -qq --no-install-recommends default-jre-headless; } && java -version
# SIZES="10k 100k" and TASKS="ask infer" measure a part; SLOW=1 adds the peers that take over a minute.
bench: $(VENV) ; @$(BIN)/python -m benchmarks.run $(if $(SIZES),--sizes $(SIZES)) $(if $(TASKS),--tasks $(TASKS)) $(if $(SLOW),--slow)
wheel: $(VENV) ; @$(BIN)/hatchling build -d dist -t sdist -t wheel
# No URL and no registry's name goes into the lock, whatever registry this machine asks.
lock: ; @test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(BIN)/pip install -qq --disable-pip-version-check uv; } && $(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade --output-file requirements.lock
# A page in Markdown for each question, check and file of shapes.
docs: $(VENV) ; @$(BIN)/python -m seutu.site.reference reference && echo 'Wrote reference/index.md and the pages it links to.'
clean: ; @rm -rf build reference dist .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis && find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV): pyproject.toml requirements.lock
	@command -v $(PYTHON) >/dev/null && $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Seutu needs Python 3.11 or newer, and "$(PYTHON)" is not one: run make PYTHON=/path/to/python3.' >&2; exit 1; }
	@echo 'Setting up .venv, which takes some minutes the first time ...' >&2
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/pip -qq --disable-pip-version-check check || { echo 'requirements.lock does not fit pyproject.toml: run make lock.' >&2; exit 1; }
	@touch $@
