# Every target sets up what it needs. `make help` lists them.

PY = .venv/bin/python
SEEDS ?= 200
HEADLESS ?=
CHECK_FLAGS ?=

# The checks start many processes: what one has compiled, the others read.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check format sim rules bench soak lock clean bootstrap

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

demo: ## a federation on this machine plays the main job; SMALL=1, FULL=1: laid down in seconds; HEADLESS=1 exits
	@tools/bootstrap run
	$(PY) -m lintas.demo $(foreach each,HEADLESS SMALL FULL,$(if $(filter-out 0,$($(each))),--$(shell echo $(each) | tr A-Z a-z)))

test: bootstrap ## all checks and every test but the soak; under 25 minutes
	@tools/s3-server
	$(PY) -m tools.check --all $(CHECK_FLAGS)

check: bootstrap ## format, lint, types, import layers, tidy, quick tests; under 2 minutes
	$(PY) -m tools.check $(CHECK_FLAGS)

format: bootstrap ## put the code in the form that `make check` asks for
	.venv/bin/ruff check --quiet --select I --fix .
	.venv/bin/ruff format --quiet .

sim: bootstrap ## the simulator: SEEDS=200 histories of a federation with faults
	$(PY) -m lintas.sim --seeds $(SEEDS)

rules: bootstrap ## every rule of the specification is broken in turn, and something must notice
	$(PY) -m tests.rules --run

bench: bootstrap ## the measurements behind the claims in the README, as one table
	$(PY) -m bench.run

soak: bootstrap ## the tests that run for hours
	.venv/bin/pytest -m soak --timeout=0 --hypothesis-profile=wide

lock: bootstrap ## write requirements/ anew from pyproject.toml, keeping versions; tools/lock --upgrade moves them
	tools/lock

clean: ## remove what can be made again: .venv, caches, build output
	rm -rf .venv .cache .hypothesis build dist
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

bootstrap:
	@tools/bootstrap
