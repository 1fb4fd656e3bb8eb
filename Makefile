# What people and CI both call. Everything is installed into .venv, pinned by constraints.txt.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
GOLD ?= ../shared/gold

.PHONY: demo test check bench train measure docs pictures clean browser

PIP := $(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV) || python3 -m venv $(VENV)
	$(PIP) -e '.[web]'
	touch $@

# followthemoney, by which tests read an export back, builds on ICU's C++ library.
$(VENV)/dev: $(VENV)/ready
	@pkg-config --exists icu-i18n 2>/dev/null && command -v g++ >/dev/null \
	  || { apt-get update -qq && apt-get install -y -qq g++ libicu-dev pkg-config python3-dev >/dev/null; }
	$(PIP) -e '.[dev,train]'
	touch $@

demo: $(VENV)/ready  ## The sample reports: a table of one, a page of each; a case of all, its incidents and the brief.
	$(BIN)/ascribe read examples/1-wire.txt
	mkdir -p demo
	$(BIN)/ascribe read examples --format html --output demo
	rm -f demo/raqqa.ascribe*
	$(BIN)/ascribe case new demo/raqqa.ascribe --title "Raqqa, summer of 2017"
	$(BIN)/ascribe add demo/raqqa.ascribe examples
	$(BIN)/ascribe link demo/raqqa.ascribe
	$(BIN)/ascribe incidents demo/raqqa.ascribe
	$(BIN)/ascribe brief demo/raqqa.ascribe --out demo/brief.html
	@echo "Pages: $(CURDIR)/demo/"

test: $(VENV)/dev browser check  ## Style, types, import directions, tests; a tiny network is trained in them.
	$(BIN)/pytest -n auto --dist loadfile

check: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

browser:  ## The pages are tested in a real browser.
	@command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } \
	  || echo "No chromium could be installed: the browser tests will be skipped (CI fails without it)."

bench: $(VENV)/dev
	$(BIN)/python -m bench.run
	$(BIN)/python -m bench.case
	$(BIN)/python -m bench.origins
	$(BIN)/python -m bench.linking
	$(BIN)/python -m bench.findings
	$(BIN)/python -m bench.publish
	$(BIN)/python -m bench.web

train: $(VENV)/dev  ## All of the training, from the corpora's folder to the weights in the package.
	$(BIN)/python -m training.run --data $(DATA) --gold $(GOLD)/train

measure: $(VENV)/dev  ## The figures of docs/evaluation.md.
	$(BIN)/python -m training.measure --data $(DATA) --gold $(GOLD)/dev --tools ../shared/tools

docs: $(VENV)/dev  ## Parts of the documentation that are generated from the program.
	$(BIN)/python -m docs.generate

pictures: $(VENV)/dev browser  ## The pictures of the app in the documentation.
	$(BIN)/python -m docs.pictures

clean:
	rm -rf $(VENV) build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
