# make demo    a whole desk on this machine: mail server, customers, department; nothing leaves the machine
# make test    everything that decides whether a change is good; installs Dovecot and PostgreSQL if it may
# make check   format, lint, types, imports, tests
# make bench   the numbers
#
# All of it works straight from a clone and needs no other command first. ARGS="…" is passed on:
# make test ARGS="-k calendar -x"

BIN := .venv/bin
WORKERS ?= auto
ARGS ?=

.PHONY: demo test check static format lint types imports bench installed installed-dev

demo: installed
	@$(BIN)/amends demo $(ARGS)

test: installed-dev
	@tests/provision.sh
	@$(BIN)/pytest -n $(WORKERS) $(ARGS)

check: static test

static: format lint types imports

format: installed-dev
	@$(BIN)/ruff format --check .

lint: installed-dev
	@$(BIN)/ruff check .

types: installed-dev
	@$(BIN)/pyright

imports: installed-dev
	@$(BIN)/lint-imports

bench: installed-dev
	@$(BIN)/python -m bench $(ARGS)

installed:
	@.ci/install

installed-dev:
	@.ci/install dev
