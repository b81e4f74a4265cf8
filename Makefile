# Duplex. Every target makes what it needs: nothing has to be installed but Python 3.11 and make.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
EXAMPLES ?= 10000

# Whoever asks for the demo or the tests gets a mode that production never has.
export DUPLEX_MODE
demo demo-prepare demo-reset: DUPLEX_MODE := demo
test faults proof check format migrations schema reference lock: DUPLEX_MODE := test

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-prepare demo-reset test faults proof check format migrations schema reference pictures lock bench trial clean

help: ## print this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  PORT=8001 make demo                                  another port"
	@echo "  DATABASE_URL=postgres://user:pw@host/db make demo    another database (sqlite:///path, postgres://...)"

demo: $(BIN)/.run ## serve the demo store on http://127.0.0.1:8000, in the foreground
	@exec $(BIN)/python manage.py demo

demo-prepare: $(BIN)/.run ## make the demo store without serving it
	@$(BIN)/python manage.py demo --prepare

demo-reset: $(BIN)/.run ## throw the demo's data away; the next `make demo` begins anew
	@$(BIN)/python manage.py demo --reset

setup: $(BIN)/.dev ## make the virtual environment with all that tests and checks need, and a browser
	@.ci/browser

test: setup ## run the test suite, on SQLite or on the database of DATABASE_URL; ARGS="-k word" chooses
	@$(BIN)/pytest -n auto $(ARGS)

faults: setup ## kill workers and databases of its own and see that nothing is lost; FULL=1 as often as is claimed
	@FAULTS=1 $(BIN)/pytest $(ARGS) tests/faults

proof: setup ## the generated tests with EXAMPLES=10000 cases of each kind, other ones each time: an hour or two
	@EXAMPLES=$(EXAMPLES) $(BIN)/pytest -n auto tests/security tests/doors/test_lives.py tests/rest_api/test_openapi.py $(ARGS)

check: $(BIN)/.dev ## ruff, types, import directions, no missing migration, printed schema
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@mkdir -p var && $(BIN)/python manage.py graphql_schema --out var/schema.graphql >/dev/null \
	  && diff graphql_api/schema.graphql var/schema.graphql \
	  || { echo "graphql_api/schema.graphql is not what the code says: make schema"; exit 1; }

format: $(BIN)/.dev ## let ruff lay out and mend the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

migrations: $(BIN)/.dev ## write the migrations that are missing
	@$(BIN)/python manage.py makemigrations && $(BIN)/ruff format -q */migrations

schema: $(BIN)/.dev ## print the GraphQL schema to graphql_api/schema.graphql
	@$(BIN)/python manage.py graphql_schema --out graphql_api/schema.graphql

reference: $(BIN)/.dev ## write docs/configuration.md from the settings
	@$(BIN)/python manage.py settings_reference

pictures: setup ## take the pictures of docs/admin.md from a demo
	@$(BIN)/python -m docs.pictures.make

bench: $(BIN)/.bench ## measure the shop at 1,000, 100,000 and 1,000,000 customers; ARGS=--quick for a few minutes
	@$(BIN)/python -m benchmarks.run $(ARGS)

trial: $(BIN)/.dev ## try what docs/deploy.md says on this machine: two nodes, nginx, pgbouncer
	@$(BIN)/python -m deploy.trial

lock: $(BIN)/.dev ## resolve the dependencies of pyproject.toml into requirements/
	@for extra in "run.txt" "dev.txt --extra dev" "bench.txt --extra bench -c requirements/run.txt"; do set -- $$extra; file=$$1; shift; \
	  $(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links pyproject.toml $$@ -o requirements/$$file; done

clean: ## remove the virtual environment; the demo's data stays
	@rm -rf $(VENV)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Duplex needs Python 3.11 or newer; name one: PYTHON=python3.11 make $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(BIN)/.run: requirements/run.txt | $(BIN)/python
	@echo "Installing what Duplex needs into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(BIN)/.dev: requirements/dev.txt | $(BIN)/python
	@echo "Installing what the tests and checks of Duplex need into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(BIN)/.run

$(BIN)/.bench: requirements/bench.txt | $(BIN)/python
	@echo "Installing what the benchmark of Duplex needs into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@ $(BIN)/.run
