# Two commands do most: `make demo` shows Muster at work, `make test` passes the tests. `make help` lists all.
# Each makes the environment it needs from the locked lists in requirements/; a second run installs nothing.

PYTHON ?= python3
VENV   ?= .venv
ARGS   ?=

BIN    := $(VENV)/bin
MUSTER := $(BIN)/muster
PIP    := $(BIN)/python -m pip --disable-pip-version-check -qq
# The stamp goes last, so that an installation that was cut short is done again.
INSTALL = $(PIP) install --require-hashes --no-build-isolation -r $< || { \
	  echo "Could not install $<. Is the package index within reach? Run the same command again to go on,"; \
	  echo "or 'make clean' first to start over."; exit 1; }

# PySpark is large and needs Java, so it is installed only where Java runs; its tests say why they skip.
HAS_JAVA := $(shell java -version >/dev/null 2>&1 && echo yes)
SPARK    := $(if $(HAS_JAVA),$(VENV)/spark.stamp)

.DEFAULT_GOAL := help
.PHONY: help demo test lint format lock clean

help:
	@echo "make demo    check a made-up department of 250 officers and say who is short and why"
	@echo "make test    run the tests (ARGS='-k leap' for some of them)"
	@echo "make lint    run the linters and check the rulebook"
	@echo "make format  put the code in its usual form"
	@echo "make lock    make requirements/ anew from pyproject.toml (UPGRADE=--upgrade for newer versions)"
	@echo "make clean   remove the environment and what the demo made"
	@echo "PYTHON=python3.12 in front of any of them chooses another Python, 3.11 or newer."

# ── what people run ───────────────────────────────────────────────────────────────────────────

DEMO       := build/demo
DEMO_AS_OF := 2026-06-30
CHECK_DEMO := $(MUSTER) check $(DEMO) --rules model --as-of $(DEMO_AS_OF)
ONE_SHORT   = import csv, sys; rows = csv.DictReader(open(sys.argv[1])); \
              print(next(row["officer_id"] for row in rows if row["verdict"] == "overdue"))

demo: $(VENV)/run.stamp
	@rm -rf $(DEMO) && mkdir -p build
	@echo "── A made-up department of 250 officers, with records as untidy as real ones"
	$(MUSTER) sample $(DEMO) --officers 250 --seed 1
	@echo "── The rulebook: is every rule file sound?"
	$(MUSTER) rules check
	@echo "── Is every officer trained to the model policy's five subjects on $(DEMO_AS_OF)?"
	$(CHECK_DEMO)
	@$(CHECK_DEMO) --format csv --output $(DEMO)/standing.csv
	@echo "── Why is this one officer short, and what would mend it?"
	@officer=$$($(BIN)/python -c '$(ONE_SHORT)' $(DEMO)/standing.csv) && \
	  set -x && $(MUSTER) explain "$$officer" --facts $(DEMO) --rules model --as-of $(DEMO_AS_OF)
	@$(CHECK_DEMO) --format html --output $(DEMO)/report.html
	@echo "── The same with pictures, for a browser: $(CURDIR)/$(DEMO)/report.html"

test: $(VENV)/test.stamp $(SPARK)
	@$(if $(HAS_JAVA),:,echo "No Java on the PATH: PySpark is not installed and its tests are skipped.")
	$(BIN)/python -m pytest $(ARGS)

lint: $(VENV)/lint.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(MUSTER) rules check

format: $(VENV)/lint.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build

# ── the environment ───────────────────────────────────────────────────────────────────────────

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Muster needs Python 3.11 or newer, and '$(PYTHON)' is not that."; \
	  echo "Install one (on Debian or Ubuntu: apt-get install python3 python3-venv), or name one you have:"; \
	  echo "  make $(or $(MAKECMDGOALS),demo) PYTHON=python3.11"; exit 1; }
	@echo "Making the environment in $(VENV); this is done once."
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "'$(PYTHON)' cannot make environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what Muster needs ($<), half a minute or less."
	@$(INSTALL)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/run.stamp
	@echo "Installing what the tests need ($<)."
	@$(INSTALL)
	@touch $@

$(VENV)/spark.stamp: requirements/spark.txt $(VENV)/test.stamp
	@echo "Installing PySpark, as Java is here ($<), about half a minute."
	@$(INSTALL)
	@touch $@

$(VENV)/lint.stamp: requirements/lint.txt $(VENV)/run.stamp
	@echo "Installing what the linters need ($<)."
	@$(INSTALL)
	@touch $@

# ── the locked lists ──────────────────────────────────────────────────────────────────────────
# Each list is held to the one before, so that all of them can be installed into one environment.

LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
       --generate-hashes --no-emit-index-url --no-emit-find-links --no-header $(UPGRADE) --group build

lock: $(VENV)/lint.stamp
	$(LOCK) -o requirements/run.txt
	$(LOCK) --group test -c requirements/run.txt -o requirements/test.txt
	$(LOCK) --extra spark --group spark-build -c requirements/test.txt -o requirements/spark.txt
	$(LOCK) --group lint -c requirements/test.txt -o requirements/lint.txt
	@if grep -nE '://|^ *--(index|extra|find|trusted)' requirements/*.txt; then \
	  echo "The lines above name a host, and a committed file must not. Mend the lock command."; exit 1; fi
	@echo "The locked lists are made anew and name no host."
