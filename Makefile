PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run setup test test-deep coverage check fix evaluate bench lock audit clean

run: $(VENV)/.ready-run
	@$(BIN)/tradebot run

# All that `run` needs, for whoever starts the bot by other means.
setup: $(VENV)/.ready-run

test: check
	@# Hundreds of child processes load the same modules, some on machines where Python may keep nothing it compiled.
	@$(BIN)/python -m compileall -q bot tests
	$(BIN)/python -m pytest -n auto -m "not deep"

# The same tests, and which lines and branches none of them runs; measuring takes as long again.
coverage: check
	$(BIN)/coverage run -m pytest -n auto -m "not deep"
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --skip-empty

# What takes many minutes: hundreds of kills, full load, a soak; new examples for every law.
test-deep: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -m deep
	$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile=searching

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
	@mkdir -p data/bench
	$(BIN)/python -m pytest tests/bench/test_speed.py --benchmark-enable --benchmark-json=data/bench/speed.json --benchmark-columns=median,mean,stddev,max,rounds

# All lock files anew, newest versions that fit; needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    pyproject.toml --group build --group dev --extra english -o requirements-dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    pyproject.toml --group build --extra english -c requirements-dev.txt -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    --group audit -o .ci/requirements-audit.txt

# Asks the public advisory service about every pinned package; where that cannot be reached, it says so and fails.
audit: $(VENV)/.ready-audit
	@$(VENV)/audit/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes \
	    -r requirements-dev.txt -r .ci/requirements-audit.txt || \
	    { echo "Either a package above has a known weakness, or the advisory service could not be asked."; exit 1; }

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

# A venv of its own: what looks for weak packages is not needed to build or test.
$(VENV)/.ready-audit: .ci/requirements-audit.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@
