# Alongside's commands. `make help` lists them.

PORT ?= 8000
VAR ?= var
PYTHON ?= python3
TESTS ?= tests
export PORT VAR

ENV := .venv
PY := $(ENV)/bin/python
STAMP := $(ENV)/.installed
RULES := $(ENV)/semgrep

.DEFAULT_GOAL := help
.PHONY: help run test test-services test-full test-faults bench check lock

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8000 and VAR=var (database, media, mails) may follow any of them."

# The environment: made once from the hashed lock, and again when the lock changes.
$(STAMP): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Alongside needs Python 3.11 or later as $(PYTHON). On Debian or Ubuntu: sudo apt install python3 (or give PYTHON=/path/to/python3.11)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
		|| { echo "Python's venv module is missing. On Debian or Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Making the environment in $(ENV) (once; a minute or two)"
	@$(PYTHON) -m venv $(ENV)
	@$(PY) -m pip install --disable-pip-version-check --no-input --quiet --progress-bar off \
		--require-hashes --no-deps --only-binary :all: --requirement requirements.lock
	@touch $(STAMP)

# semgrep brings many packages that the site and its tests have no need of: an environment of its own, from a lock of its own.
$(RULES)/.installed: .ci/semgrep.lock | $(STAMP)
	@$(PYTHON) -m venv $(RULES)
	@$(RULES)/bin/python -m pip install --disable-pip-version-check --no-input --quiet --progress-bar off \
		--require-hashes --no-deps --only-binary :all: --requirement .ci/semgrep.lock
	@touch $(RULES)/.installed

run: $(STAMP)  ## Run the site with its demonstration, at http://127.0.0.1:8000/
	@EMBEDDED=1 DEMONSTRATION=1 PYTHONUNBUFFERED=1 exec $(PY) manage.py serve --prepare

test: $(STAMP)  ## Run the tests (a browser is installed where that is allowed)
	@tests/find-browser
	@$(PY) -m pytest $(TESTS) --numprocesses 2 --dist loadgroup

test-services: $(STAMP)  ## Run the same tests on DATABASE_URL (PostgreSQL) and REDIS_URL
	@test -n "$(DATABASE_URL)" -a -n "$(REDIS_URL)" || { echo "Give DATABASE_URL=postgres://... and REDIS_URL=redis://..."; exit 1; }
	@tests/find-browser
	@$(PY) -m pytest $(TESTS) --numprocesses 2 --dist loadgroup
	@$(PY) -m pytest tests/faults/test_places.py tests/faults/test_restoring.py -m faults

test-full: $(STAMP)  ## Run what takes longer: every page in every look, long property runs
	@tests/find-browser
	@$(PY) -m pytest $(TESTS) --numprocesses 2 --dist loadgroup -m full

test-faults: $(STAMP)  ## Kill the site and all it stands on in the middle of work, and count what was lost
	@tests/find-engines
	@$(PY) -m pytest tests/faults -m faults

bench: $(STAMP)  ## Measure what the site carries on real servers, beside a bare Wagtail page (some 20 minutes)
	@$(PY) -m tests.load $(BENCH)

check: $(STAMP) $(RULES)/.installed  ## Run the checks: style, types, floors and rules of the house, settings, migrations
	@.ci/check

lock: $(STAMP)  ## Resolve requirements.lock anew from pyproject.toml, and the lock of the rules' scanner
	@$(PY) -m pip install --disable-pip-version-check --quiet uv
	@$(PY) -m uv pip compile pyproject.toml --all-extras --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --quiet --upgrade --output-file requirements.lock
	@$(PY) -m uv pip compile .ci/semgrep.in --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --quiet --upgrade --output-file .ci/semgrep.lock
