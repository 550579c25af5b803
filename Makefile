# make run and make test set up all they need; make help lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
HENG := target/debug/heng
DATA ?= .heng
LISTEN ?= 127.0.0.1:8080
CHECKS := tidy fmt clippy client web-lint web-types frictionless
RUNNERS := rust store-both web e2e

.PHONY: help run test dev gen bench fmt

help: ## these lines
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | sort

run: $(HENG) ## build and start Heng at http://127.0.0.1:8080 (DATA=folder, LISTEN=address)
	@$(HENG) serve --data $(DATA) --listen $(LISTEN)

.PHONY: $(HENG)
$(HENG): web/dist/index.html
	@ci/need.sh cargo cc font
	@cargo build --quiet --locked -p heng

web/node_modules/.package-lock.json: web/package-lock.json
	@ci/need.sh node
	@cd web && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json

web/dist/index.html: web/node_modules/.package-lock.json $(shell find web/src web/public web/index.html web/vite.config.ts -type f 2>/dev/null)
	@cd web && npm run --silent build && touch dist/index.html

e2e/node_modules/.package-lock.json: e2e/package-lock.json
	@ci/need.sh node
	@cd e2e && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json

test: $(HENG) e2e/node_modules/.package-lock.json ## build, lint, all tests on both databases, the browser flow; ends with "N passed, N failed"
	@ci/need.sh nextest chromium frictionless office poppler
	@rm -rf target/junit && mkdir -p target/junit
	@cargo xtask case tidy -- cargo xtask tidy
	@cargo xtask case fmt -- cargo fmt --all --check
	@cargo xtask case clippy -- cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
	@cargo xtask case client -- ci/client.sh
	@cargo xtask case web-lint -- npm --prefix web run --silent lint
	@cargo xtask case web-types -- npm --prefix web run --silent check
	@cargo xtask case frictionless -- ci/frictionless.sh
	-@cargo nextest run --locked --workspace --status-level fail --final-status-level fail; cp target/nextest/default/junit.xml target/junit/rust.xml
	-@ci/postgres.sh cargo nextest run --locked -p heng-store --status-level fail --final-status-level fail; cp target/nextest/default/junit.xml target/junit/store-both.xml
	-@HENG_JUNIT_DIR=$(CURDIR)/target/junit npm --prefix web run --silent test
	-@HENG_JUNIT_DIR=$(CURDIR)/target/junit HENG_BIN=$(CURDIR)/$(HENG) npm --prefix e2e run --silent test
	@cargo xtask tally $(CHECKS) $(RUNNERS)

dev: web/node_modules/.package-lock.json ## server on 8080 and the interface with hot reload on 5173
	@ci/need.sh cargo cc font
	@cargo run --quiet -p heng -- serve --data $(DATA) --listen $(LISTEN) & trap "kill $$!" EXIT; cd web && npm run dev

gen: ## make the API description, the client and the pictures' documents again
	@cargo run --quiet --locked -p heng-server --example openapi > docs/api.json
	@cd web && npm run --silent gen

bench: $(HENG) ## measure; see bench/README.md
	@bench/run.sh

fmt: ## format all code
	@cargo fmt --all
	@cd web && npm run --silent format
