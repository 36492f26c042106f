# make demo    a whole desk on this machine: mail server, customers, department; nothing leaves the machine
# make test    everything that decides whether a change is good; installs Dovecot and PostgreSQL if it may
# make check   format, lint, types, imports, tests
# make simulate  500 letters and 30 times kill -9: a minute or two
# make bench   the numbers
# make accuracy  how well labelled letters are understood, where there are any beside the repository
#
# All of it works straight from a clone and needs no other command first. ARGS="…" is passed on:
# make test ARGS="-k calendar -x"

BIN := .venv/bin
# Many tests wait for servers: one worker more than there are cores.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
ARGS ?=

.PHONY: demo test check static format lint types imports simulate bench accuracy installed installed-dev

demo: installed
	@$(BIN)/amends demo $(ARGS)

test: installed-dev
	@tests/provision.sh
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n $(WORKERS) --dist worksteal $(ARGS)

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

simulate: installed-dev
	@tests/provision.sh
	@$(BIN)/python -m tests.simulation.kill9 --seed 1 --letters 500 --old 1000 --kills 30 $(ARGS)

bench: installed-dev
	@$(BIN)/python -m bench $(ARGS)

accuracy: installed-dev
	@$(BIN)/python -m tests.accuracy $(ARGS)

installed:
	@.ci/install

installed-dev:
	@.ci/install dev
