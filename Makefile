# ESM Learn. `make help` lists what can be done; everything else is made when it is needed.

PYTHON := .venv/bin/python
SOURCES := elearn courses quizzes certificates tests bench wsgi.py
TEST_JOBS ?= 2

.PHONY: help setup run test check format types lint templates bench fidelity lock vendor storm clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: .venv/dev.stamp ## Prepare the environment in .venv
	@:

.venv/run.stamp: requirements.txt pyproject.toml
	@sh scripts/environment.sh requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt pyproject.toml
	@sh scripts/environment.sh requirements-dev.txt
	@touch .venv/run.stamp $@

run: .venv/run.stamp ## Load the demo once, start the server and the worker
	@.venv/bin/elearn start

test: .venv/dev.stamp ## Run the whole test suite on SQLite
	@.venv/bin/pytest -q -n $(TEST_JOBS) --dist loadgroup

check: .venv/dev.stamp format-check lint types templates test-postgresql storm-small ## Run what CI runs besides `make test`
	@echo "All checks passed."

format: .venv/dev.stamp ## Format the code
	@.venv/bin/ruff format $(SOURCES)
	@.venv/bin/ruff check --fix $(SOURCES)

.PHONY: format-check test-postgresql storm-small
format-check: .venv/dev.stamp
	@.venv/bin/ruff format --check $(SOURCES)

lint: .venv/dev.stamp ## Check style and that rooms only look down
	@.venv/bin/ruff check $(SOURCES)
	@.venv/bin/lint-imports

types: .venv/dev.stamp ## Check types
	@.venv/bin/mypy

templates: .venv/dev.stamp ## Check templates
	@.venv/bin/djlint templates --lint --quiet

test-postgresql: .venv/dev.stamp
	@.venv/bin/pytest -q -n $(TEST_JOBS) --dist loadgroup --database=postgresql -m "not browser"

storm-small: .venv/dev.stamp
	@$(PYTHON) -m tests.storm all --rounds 1
	@$(PYTHON) -m tests.fault kill9 --rounds 2
	@$(PYTHON) -m tests.fault import --rounds 3 --database sqlite
	@$(PYTHON) -m bench.importing

storm: .venv/dev.stamp ## Run the storms and kills in full
	@$(PYTHON) -m tests.storm all --rounds 20
	@$(PYTHON) -m tests.fault kill9 --rounds 20
	@$(PYTHON) -m tests.fault import --rounds 20

bench: .venv/dev.stamp ## Measure pages against a bare reference application
	@$(PYTHON) -m bench
	@$(PYTHON) -m bench.tables

fidelity: .venv/dev.stamp ## Measure what of the known documents arrives in the model
	@$(PYTHON) -m tests.fidelity

vendor: ## Build static/dist from static/css, static/js and Bootstrap (needs Node)
	@npm ci --ignore-scripts --silent
	@npm run --silent vendor

lock: ## Resolve and pin the dependencies (needs uv)
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-strip-extras --upgrade -q --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-strip-extras --upgrade -q --custom-compile-command "make lock" pyproject.toml --extra scale --group dev -o requirements-dev.txt

clean: ## Remove the environment and caches (data in var/ stays)
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
