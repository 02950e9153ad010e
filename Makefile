# Everything a clone needs; only Python 3.11+, git and make are assumed. `make help` lists it.
# With uv: uv sync from the lock file. Without: python3 -m venv and pip.

PYTHON ?= python3
SHORT ?=
export MPLBACKEND = Agg

.DEFAULT_GOAL := help
.PHONY: help setup demo test check studies ablation calibrate slow bench docs picture lock clean

help:       ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: .venv/ready    ## the environment in .venv, once per change of pyproject.toml

.venv/ready: pyproject.toml uv.lock
	@if uv --version >/dev/null 2>&1; then \
	  uv sync --quiet --locked; \
	else \
	  "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "uncramp needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }; \
	  "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null \
	    || { echo "On Debian or Ubuntu first run: sudo apt install python3-venv"; exit 1; }; \
	  "$(PYTHON)" -m venv --clear .venv \
	    && .venv/bin/python -m pip install --quiet --upgrade pip \
	    && .venv/bin/python -m pip install --quiet --editable . --group dev; \
	fi
	@touch $@

demo: setup    ## the whole answer for the shipped run
	.venv/bin/uncramp demo

test: setup    ## check, and the tests whatever check says
	@$(MAKE) --no-print-directory check; checked=$$?; .venv/bin/pytest && exit $$checked

check: setup    ## style, types, architecture
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/codespell src tests docs README.md CONTRIBUTING.md CHANGELOG.md changelog.d
	.venv/bin/deptry src
	.venv/bin/lint-imports

studies: setup    ## published experiments re-run: docs/science/studies.md; SHORT=1 for a sample
	.venv/bin/python tools/studies_doc.py $(if $(SHORT),--short)

ablation: setup    ## which published result needs which component: docs/science/ablation.md; half an hour
	.venv/bin/python tools/studies_doc.py --ablation

calibrate: setup    ## fit the free numbers of the calf to published results; hours
	uv run --group calibrate python tools/calibrate.py --apply

slow: setup    ## the slow scientific checks; SHORT=1 for a sample
	.venv/bin/pytest -m study $(if $(SHORT),--short)

bench: setup    ## how fast it is: docs/science/performance.md; SHORT=1 for a sample
	.venv/bin/python benchmarks/run.py $(if $(SHORT),--short)

docs: setup    ## what the documents claim, executed
	.venv/bin/pytest tests/house/test_docs.py

picture: setup    ## docs/img/why.svg anew, from the demo
	.venv/bin/python tools/picture.py

lock:       ## uv.lock anew, from the public index whatever this machine is set to
	env -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_INDEX -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS \
	  uv lock --no-config

clean:      ## everything that make or the tools made
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
