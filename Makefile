# The commands of a developer and of CI: `make help` lists them.
# They install what they need into .venv and remember it, so a second run starts in seconds.

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
ARGS ?=
WORKERS ?= auto
# `make PYTHON=python3.12 …` chooses another interpreter, 3.11 or newer.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
BENCH ?= $(patsubst benchmarks/%/__main__.py,%,$(wildcard benchmarks/*/__main__.py))
UV := uv==0.13.9

export PATH := $(abspath $(BIN)):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

PIP := $(BIN)/python -m pip --quiet
# Only GNU make 4 can keep the lines of parallel targets together.
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
PACKAGES := $(VENV)/.packages
CLIENT_TOOL := $(VENV)/.client-tool
TEST_IDP := $(VENV)/.test-idp

STATIC := lint types architecture docstrings contract migrations deployment supply web

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-postgres nightly check static $(STATIC) browser bench client format lock wheel setup web-build clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "make %-15s %s\n", $$1, $$2}'

# ---------------------------------------------------------------------------- use

demo: $(RUNTIME) web-build ## set everything up and serve the demo company on 127.0.0.1:$(PORT)
	@$(BIN)/zhongshu demo
	@$(BIN)/zhongshu serve --demo --port $(PORT)

setup: $(DEVELOPMENT) $(PACKAGES) $(TEST_IDP) ## everything a developer needs, and the commit-msg hook
	@if [ -d .git ]; then git config core.hooksPath scripts; fi

# -------------------------------------------------------------------------- checks

# All of it runs even when a part fails, and the suite comes last: its closing line ends the output.
check: $(DEVELOPMENT) ## everything CI runs
	@failed=; \
	$(MAKE) --no-print-directory -j3 $(SYNC) $(PACKAGES) $(CLIENT_TOOL) $(TEST_IDP) || failed="$$failed setup"; \
	$(MAKE) --no-print-directory -k -j2 $(SYNC) static || failed="$$failed static"; \
	$(MAKE) --no-print-directory browser || failed="$$failed browser"; \
	$(MAKE) --no-print-directory test-postgres || failed="$$failed test-postgres"; \
	$(MAKE) --no-print-directory test || failed="$$failed test"; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed" >&2; exit 1; fi

static: $(STATIC)

lint: $(DEVELOPMENT) ## format and lint of the Python code
	$(BIN)/ruff format --check
	$(BIN)/ruff check

types: $(DEVELOPMENT) ## mypy --strict
	$(BIN)/mypy

architecture: $(DEVELOPMENT) ## imports point downward
	$(BIN)/lint-imports

docstrings: $(DEVELOPMENT) ## the engines are documented in full, and their examples run
	$(BIN)/numpydoc lint $(shell find src/zhongshu/engines -name '*.py' 2>/dev/null)
	$(BIN)/pytest -p no:randomly --doctest-modules src/zhongshu/engines

migrations: $(DEVELOPMENT) ## no model has changed without its migration
	$(BIN)/zhongshu makemigrations --check --dry-run

deployment: $(DEVELOPMENT) ## Django's deployment check under production settings is silent
	ZHONGSHU_SECRET_KEY=$$(od -An -N48 -tx1 /dev/urandom | tr -d ' \n') ZHONGSHU_ALLOWED_HOSTS=zhongshu.example.com \
		$(BIN)/zhongshu check --deploy --fail-level WARNING

contract: $(DEVELOPMENT) $(CLIENT_TOOL) ## the web client is the one that the API gives
	@$(call generate-client,$(VENV)/openapi.json,$(VENV)/schema.d.ts)
	@diff -u web/openapi.json $(VENV)/openapi.json && diff -u web/src/api/schema.d.ts $(VENV)/schema.d.ts \
		|| { echo "The web client is stale: run 'make client' and commit what changes." >&2; exit 1; }

web: $(PACKAGES) web-build ## format, types, tests, locales, lock and size of the web pages
	cd web && npm run --silent check
	cd web && npm run --silent budget

supply: $(DEVELOPMENT) ## what is installed is consistent and is what the lock says
	$(BIN)/python -m pip check

browser: $(DEVELOPMENT) $(PACKAGES) $(TEST_IDP) web-build ## people's journeys in a real Chromium
	WITH_IDP=1 scripts/with-server sh -c 'cd web && npm run --silent e2e -- $(ARGS)'

test: $(DEVELOPMENT) $(TEST_IDP) ## the whole suite; ARGS go to pytest
	NEEDS_IDP=1 $(BIN)/pytest $(if $(ARGS),$(ARGS),-n $(WORKERS) --dist worksteal)

test-postgres: $(DEVELOPMENT) $(TEST_IDP) ## the suite on PostgreSQL: ZHONGSHU_TEST_DATABASE_URL or a throw-away server
	@if [ -n "$$ZHONGSHU_TEST_DATABASE_URL" ]; then \
		echo "pytest on PostgreSQL" && \
		NEEDS_IDP=1 ZHONGSHU_DATABASE_URL="$$ZHONGSHU_TEST_DATABASE_URL" $(BIN)/pytest $(if $(ARGS),$(ARGS),-n $(WORKERS) --dist worksteal); \
	else \
		scripts/with-postgres $(MAKE) --no-print-directory test-postgres; \
	fi

# What is too long for every merge. Each line is a part of its own, and all of them run.
NIGHTLY := -m nightly --timeout=7200 -n $(WORKERS) --dist worksteal
NIGHTLY_POSTGRES := -m 'nightly or once' --timeout=7200 -n $(WORKERS) --dist worksteal

nightly: $(DEVELOPMENT) $(PACKAGES) $(TEST_IDP) ## what is too long for every merge: deep trace, stateful worlds, every journey in both languages
	@failed=; \
	JOURNEYS=all $(MAKE) --no-print-directory browser ARGS= || failed="$$failed browser"; \
	$(MAKE) --no-print-directory test ARGS="$(NIGHTLY)" || failed="$$failed sqlite"; \
	$(MAKE) --no-print-directory test-postgres ARGS="$(NIGHTLY_POSTGRES)" || failed="$$failed postgres"; \
	if [ -n "$$failed" ]; then echo "Failed:$$failed" >&2; exit 1; fi

bench: $(DEVELOPMENT) $(PACKAGES) web-build ## the measurements of docs/reference/performance.md; BENCH="cpm start" chooses
	@for name in $(BENCH); do echo "== $$name" && $(BIN)/python -m benchmarks.$$name || exit 1; done

# ------------------------------------------------------------------------- changes

format: $(DEVELOPMENT) $(PACKAGES) ## put Python and web code into the one format
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	cd web && npm run --silent format

client: $(DEVELOPMENT) $(CLIENT_TOOL) ## regenerate the typed client from the API
	@$(call generate-client,web/openapi.json,web/src/api/schema.d.ts)

generate-client = $(BIN)/zhongshu export-openapi --output $(1) && \
	web/tools/openapi/node_modules/.bin/openapi-typescript $(1) --output $(2)

lock: $(VENV)/bin/python ## renew requirements/ from pyproject.toml; ARGS="--upgrade" takes newer releases
	$(PIP) install $(UV)
	scripts/lock $(ARGS)

wheel: web-build ## build the wheel and the sdist, pages inside
	$(PIP) wheel --no-deps --wheel-dir dist .

clean: ## remove everything that was built, but not var/
	rm -rf $(VENV) dist web/node_modules web/tools/openapi/node_modules src/zhongshu/webdist

# -------------------------------------------------------------------- what they need

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Zhongshu needs Python 3.11 or newer: install it, or name it with 'make PYTHON=…'." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python could not make an environment (Debian: apt-get install python3-venv)." >&2; rm -rf $(VENV); exit 1; }

# The development lock holds everything of the runtime lock, so either serves. A lock is complete, so
# nothing is resolved: pip would look for newer releases of what an extra asks for, without a hash.
$(RUNTIME): requirements/runtime.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@if [ ! -e $(DEVELOPMENT) ] || [ requirements/dev.txt -nt $(DEVELOPMENT) ]; then \
		echo "Installing the Python packages …" && \
		$(PIP) install --no-deps --require-hashes -r requirements/runtime.txt -r requirements/build.txt; \
	fi
	@$(call install-self)
	@touch $@

$(DEVELOPMENT): requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing the Python packages for development …"
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.txt
	@$(call install-self)
	@touch $@ $(RUNTIME)

install-self = ZHONGSHU_SKIP_WEB=1 $(PIP) install --no-deps --no-build-isolation --editable .

$(PACKAGES): web/package-lock.json $(DEVELOPMENT)
	@echo "Installing the web packages …"
	@$(BIN)/python hatch_build.py install
	@touch $@

$(CLIENT_TOOL): web/tools/openapi/package-lock.json $(DEVELOPMENT)
	@cd web/tools/openapi && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

$(TEST_IDP): web/tools/idp/package-lock.json $(DEVELOPMENT)
	@cd web/tools/idp && npm ci --silent --ignore-scripts --no-audit --no-fund
	@touch $@

web-build: | $(BIN)/python
	@$(BIN)/python hatch_build.py is-fresh || { \
		echo "Building the web pages …" && \
		{ $(BIN)/python hatch_build.py has-node || $(PIP) install --no-deps --require-hashes -r requirements/node.txt; } && \
		$(BIN)/python hatch_build.py build; }
