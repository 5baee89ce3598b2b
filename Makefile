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

# The styles of the pages are built with Node.js. Where it is missing or too old, a copy for the environment is
# installed; it is large, so nowhere else.
HAS_NODE := $(shell node --version 2>/dev/null | grep -qE '^v([2-9][0-9])\.' && npm --version >/dev/null 2>&1 && echo yes)
NODE     := $(if $(HAS_NODE),,$(VENV)/assets.stamp)

# The driver of PostgreSQL is installed where MUSTER_DATABASE names one.
POSTGRES := $(if $(filter postgres%,$(MUSTER_DATABASE)),$(VENV)/postgres.stamp)

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-everything test-plain test-sqlite test-postgres test-browser lint migrations format assets messages lock clean

help:
	@echo "make demo    serve a made-up department of 500 officers, once it has said who is short and why"
	@echo "make serve   serve the pages on this machine, http://localhost:$(PORT) (PORT=8001 for another door)"
	@echo "make test    run all tests: on SQLite, on PostgreSQL, in a browser (ARGS='-k leap' for some, on SQLite)"
	@echo "make test-sqlite, test-postgres, test-browser    one of the three; each takes ARGS"
	@echo "make lint    run the linters, check the migrations and the rulebook"
	@echo "make format  put the code in its usual form"
	@echo "make assets, messages, migrations    build styles and translations; translations only; any table changed?"
	@echo "make lock    make requirements/ anew from pyproject.toml (UPGRADE=--upgrade for newer versions)"
	@echo "make clean   remove the environment and what was built; the data in .muster stays"
	@echo "PYTHON=python3.12 in front of any of them chooses another Python, 3.11 or newer."

# ── what people run ───────────────────────────────────────────────────────────────────────────

PORT ?= 8000

# Made once, in .muster/demo; delete that folder to begin anew. SERVE=no leaves after saying who is short and why.
demo: $(VENV)/run.stamp assets
	@$(MUSTER) rules check
	@$(MUSTER) demo --port $(PORT) $(if $(filter no,$(SERVE)),--no-serve)

serve: $(VENV)/run.stamp $(POSTGRES) assets
	@$(MUSTER) serve --port $(PORT)

assets: $(VENV)/run.stamp $(NODE)
	@$(BIN)/python -m muster.web.assets

messages: $(VENV)/run.stamp
	@$(BIN)/python -m muster.web.assets --messages

# ── what has to pass ──────────────────────────────────────────────────────────────────────────

# What knows the database is tested on both; the rest, such as the plain core, would only be repeated.
PLAIN_TESTS := $(wildcard $(addprefix tests/,architecture cli config core))
DATABASE_TESTS := $(filter-out $(PLAIN_TESTS) %/browser %/__pycache__,$(patsubst %/,%,$(wildcard tests/*/)))

NO_JAVA := @$(if $(HAS_JAVA),:,echo "No Java on the PATH: PySpark is not installed and its tests are skipped.")

# With ARGS somebody wants an answer about a few tests, and now.
test: $(if $(ARGS),test-sqlite,test-everything)

# Two runs at a time, as each keeps one core busy, the longest first; each is shown when it is done.
test-everything: $(VENV)/test.stamp $(SPARK) $(NODE)
	@$(BIN)/python -m muster.web.assets --for-tests
	@echo "Testing on PostgreSQL and SQLite, without either, and in a browser, two at a time. Twenty minutes on two cores."
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target test-postgres test-sqlite test-plain test-browser \
	  ON_SQLITE="$(DATABASE_TESTS)"

test-plain: $(VENV)/test.stamp $(SPARK)
	$(NO_JAVA)
	$(BIN)/python -m pytest $(PLAIN_TESTS)

test-sqlite: $(VENV)/test.stamp $(SPARK) messages
	$(NO_JAVA)
	$(BIN)/python -m pytest --ignore=tests/browser $(ON_SQLITE) $(ARGS)

test-postgres: $(VENV)/test.stamp messages
	$(BIN)/python -m tests.services.postgres -- \
	  $(BIN)/python -m pytest --ignore=tests/browser $(or $(ARGS),$(DATABASE_TESTS))

test-browser: $(VENV)/test.stamp $(NODE)
	@$(BIN)/python -m muster.web.assets --for-tests
	@$(BIN)/python -m tests.services.browser
	$(BIN)/python -m pytest tests/browser $(ARGS)

lint: $(VENV)/lint.stamp migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(LINT_SITE) $(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(MUSTER) rules check

# Loading the settings makes a data folder; the linters get one of their own and leave .muster alone.
LINT_SITE := MUSTER_DATA=build/lint

migrations: $(VENV)/run.stamp
	$(LINT_SITE) $(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/lint.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build node_modules

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

$(VENV)/postgres.stamp: requirements/postgres.txt $(VENV)/run.stamp
	@echo "Installing the driver of PostgreSQL ($<)."
	@$(INSTALL)
	@touch $@

$(VENV)/assets.stamp: requirements/assets.txt $(VENV)/run.stamp
	@echo "Installing Node.js, as none of version 20 or newer is here ($<)."
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
	$(LOCK) --group assets -c requirements/run.txt -o requirements/assets.txt
	$(LOCK) --extra postgres -c requirements/run.txt -o requirements/postgres.txt
	$(LOCK) --extra postgres --group test -c requirements/postgres.txt -o requirements/test.txt
	$(LOCK) --extra spark --group spark-build -c requirements/test.txt -o requirements/spark.txt
	$(LOCK) --group lint -c requirements/test.txt -o requirements/lint.txt
	@if grep -nE '://|^ *--(index|extra|find|trusted)' requirements/*.txt; then \
	  echo "The lines above name a host, and a committed file must not. Mend the lock command."; exit 1; fi
	@echo "The locked lists are made anew and name no host."
