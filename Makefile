PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check fix evaluate bench lock clean

run: $(VENV)/.ready-run
	@$(BIN)/tradebot run

test: check
	$(BIN)/coverage run -m pytest -m "not deep"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-empty

check: $(VENV)/.ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .
	$(BIN)/tradebot check

fix: $(VENV)/.ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

evaluate: $(VENV)/.ready-run
	$(BIN)/tradebot evaluate

bench: $(VENV)/.ready-dev
	$(BIN)/python -m tests.bench

# Both lock files anew, newest versions that fit; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    pyproject.toml --group build --group dev --extra english -o requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    pyproject.toml --group build --extra english -c requirements-dev.txt -o requirements.txt

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .coverage .coverage.*

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "Python 3.11 or newer is needed; call: make PYTHON=python3.11 run"; exit 2; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	    { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 2; }
	@echo "Setting up $(VENV) (once, about a minute) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready-run: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing the pinned packages ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready-run
	@echo "Installing the pinned development tools ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
