# Everything here works on a machine that has python3 (3.11 or newer) and make, and nothing else.
PYTHON ?= python3
RUNTIME = $(PYTHON) -m local.bootstrap runtime
DEV = $(PYTHON) -m local.bootstrap dev

.PHONY: help run manage test reset lint types contracts bench prove mutate faults hostile fuzz journeys day messages lock

help: ## Show what there is to make
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

run: ## Run the whole site here, with a demo, until Ctrl-C (PORT=8000 DEMO=yes)
	@exec $(RUNTIME) local.run

manage: ## Give the running site a command (ARGS="demo_code auditor")
	@exec $(RUNTIME) local.manage $(ARGS)

test: ## Run every test on engines of its own (ARGS="-k name")
	@exec $(DEV) pytest -n 2 --dist worksteal $(ARGS)

reset: ## Forget all data of this checkout
	@exec $(RUNTIME) local.reset

lint: ## Check style, templates and common security slips
	@exec $(DEV) local.checks lint

types: ## Check types
	@exec $(DEV) local.checks types

contracts: ## Check who imports whom
	@exec $(DEV) local.checks contracts

bench: ## Measure speed against its limits
	@exec $(DEV) bench $(ARGS)

prove: ## Prove at length what every run proves in short (a million splits, fifty thousand steps of life)
	@PROVE_SPLITS=1000000 PROVE_LIVES=2600 exec $(DEV) pytest tests/proofs -n 2 -rP $(ARGS)

mutate: ## Try the tests of the money rules by thousands of small faults (ARGS="payouts/policy/rules/lapse.py")
	@exec $(DEV) local.mutation $(ARGS)

faults: ## Ten thousand contests live through four storms, a thousand workers are killed; nobody is paid twice or never
	@for storm in 1 2 3 4; do $(DEV) tests.faults.storm --lives 2500 --kills 250 --pause 1 --calm 3600 $(ARGS) || exit 1; done

day: ## A thousand contests end on one day by all outcomes over all three rails, and three books agree
	@exec $(DEV) tests.faults.day --contests 1000 $(ARGS)

hostile: ## Two thousand files made to harm, by the way of every upload; no worker dies (ARGS="--seed 2 --mutants 80")
	@exec $(DEV) tests.hostile $(ARGS)

fuzz: ## Requests made up from the API's document, by everybody, against a running server (ARGS="--seed 2 --roles owner")
	@exec $(DEV) tests.fuzz $(ARGS)

journeys: ## Walk everybody's way in a browser: both languages, phone and desktop (JOURNEY_PICTURES=folder keeps pictures)
	@JOURNEYS=all exec $(DEV) pytest tests/e2e/test_journeys.py tests/e2e/test_writing.py -n 2 $(ARGS)

messages: ## Collect the texts to translate, and compile the translations
	@exec $(DEV) local.checks messages

lock: ## Resolve the dependencies anew into the hashed lock files
	@exec $(DEV) local.lock
