# Dienstweg: `make` lists the targets. The work is done by scripts/, which can be called directly.
.DEFAULT_GOAL := help
.PHONY: help run test bench plan fmt openapi screenshots

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build and start Dienstweg with demo data on http://127.0.0.1:8080
	@scripts/run

test: ## everything that has to be green, on SQLite and PostgreSQL and in the browser
	@scripts/test

bench: ## measure against the floors of docs/benchmarks.md (release build, full durability)
	@scripts/bench

plan: ## the rules of the house: dependency direction, sizes, forbidden text
	@cargo run -q -p dienstweg-xtask -- plan

fmt: ## format the Rust code
	@cargo fmt --all

openapi: ## write the contract (openapi/) and the TypeScript types anew from the code
	@scripts/openapi

screenshots: ## make the pictures of the README anew from the demo data
	@scripts/screenshots
