# make run and make test set up all they need; make help lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
HENG := target/debug/heng
YEAR ?= 2020

.PHONY: help run build test dev gen bench fmt

help: ## these lines
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | sort

build:
	@ci/need.sh cargo cc
	@cargo build --quiet --locked -p heng

run: build ## build Heng, read the county's plan, check the packages, monitor the national outline (YEAR=2020)
	@for package in plans/*/; do $(HENG) plan check $$package || exit 1; done
	@$(HENG) plan read plans/kaiping-women-2021/document.txt > target/plan.txt
	@echo "规划文本的结构和目标值:target/plan.txt($$(grep -c '^  目标' target/plan.txt) 条主要目标,$$(grep -c '^  措施' target/plan.txt) 条策略措施,$$(grep -c '^工程' target/plan.txt) 项工程)"
	@echo
	@$(HENG) monitor --package plans/national-women-2011 --year $(YEAR)

test: build ## build, lint, all tests; ends with "N passed, N failed"
	@ci/need.sh nextest frictionless
	@rm -rf target/junit && mkdir -p target/junit
	@cargo xtask case tidy -- cargo xtask tidy
	@cargo xtask case fmt -- cargo fmt --all --check
	@cargo xtask case clippy -- cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
	@cargo xtask case frictionless -- ci/frictionless.sh
	-@cargo nextest run --locked --workspace --status-level fail --final-status-level fail; cp target/nextest/default/junit.xml target/junit/rust.xml
	-@ci/postgres.sh cargo nextest run --locked -p heng-store --status-level fail --final-status-level fail; cp target/nextest/default/junit.xml target/junit/store-postgres.xml
	@cargo xtask tally tidy fmt clippy frictionless rust store-postgres

dev: ## run the tests that a change touches again, at each change (needs cargo-watch)
	@command -v cargo-watch >/dev/null || cargo install --locked cargo-watch
	@cargo watch -x 'nextest run --workspace'

gen: ## accept the snapshots of this run after reading them
	@INSTA_UPDATE=always cargo test --quiet --workspace

bench: build ## time the plan reader
	@bench/run.sh

fmt: ## format all code
	@cargo fmt --all
