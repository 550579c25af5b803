# make run and make test set up all they need; make help lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
HENG := target/debug/heng
TARGET ?= $(shell uname -m)-unknown-linux-gnu
RELEASE := target/$(TARGET)/release/heng
LISTEN ?= 127.0.0.1:8080
WEB := $(shell git ls-files web ':!web/package-lock.json' 2>/dev/null)

.PHONY: help run demo build web sample test check-all backtest pictures dev gen dist bench fmt

help: ## these lines
	@grep -hE '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | sort

web/node_modules/.ready: web/package-lock.json
	@ci/need.sh node
	@cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: $(WEB) web/node_modules/.ready
	@cd web && npm run --silent build -- --logLevel warn
	@touch $@

web: web/dist/index.html ## build the web interface

build: web ## build the program with the interface in it
	@ci/need.sh cargo cc
	@[ -x $(HENG) ] || echo "正在编译,首次在两核机器上约需十分钟 / building, some ten minutes the first time on two cores" >&2
	@cargo build --locked -p heng

sample: build # the shipped plans and the published national series, into data/
	@for plan in kaiping-women-2021 national-women-2011; do $(HENG) plan import plans/$$plan || exit; done
	@$(HENG) data import plans/national-women-2011/series.csv --source "国家统计局监测报告等公开发布的数"

run: sample ## build, load the shipped plans, serve on http://127.0.0.1:8080 (LISTEN=…)
	@ci/need.sh font
	@$(HENG) serve --listen $(LISTEN)

# Named outright, so that no heng.toml leads to the real store.
DEMO := $(HENG) --data data-demo --database sqlite:data-demo/heng.db

demo: build ## a store of invented figures in data-demo/, made once, served on http://127.0.0.1:8080 (LISTEN=…)
	@ci/need.sh font
	@$(DEMO) demo
	@$(DEMO) serve --listen $(LISTEN)

e2e/node_modules/.ready: e2e/package-lock.json
	@ci/need.sh node chromium
	@cd e2e && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Clippy looks on while the tests are built; a pass of its own would compile all crates of others once more.
test: export RUSTC_WORKSPACE_WRAPPER := clippy-driver
test: export CLIPPY_ARGS := -D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__

# Not after `build`: cargo would build much twice, once with and once without what only tests need.
test: web e2e/node_modules/.ready ## build, lint, all tests; ends with "N passed, N failed"
	@ci/need.sh cargo clippy cc nextest frictionless font poppler
	@rm -rf target/junit && mkdir -p target/junit
	@cargo xtask case tidy -- cargo xtask tidy
	@cargo xtask case fmt -- cargo fmt --all --check
	@cargo xtask case clippy -- cargo nextest run --no-run --cargo-quiet --locked --workspace
	@cargo xtask case doc -- cargo test --quiet --locked --workspace --doc
	@cargo xtask case frictionless -- ci/frictionless.sh
	@cargo xtask case eslint -- npm --prefix web run --silent lint
	@cargo xtask case types -- bash -c 'npm --prefix web run --silent typecheck && npm --prefix e2e run --silent typecheck'
	-@cd web && npx vitest run --silent --reporter=junit --outputFile=../target/junit/web.xml
	-@cargo nextest run --locked --workspace --status-level fail --final-status-level fail; cp target/nextest/default/junit.xml target/junit/rust.xml
	-@ci/postgres.sh cargo nextest run --locked --workspace -E '(package(heng-store) or package(heng-server) or binary(cli)) - test(the_demo_store)' --status-level fail --final-status-level fail; [ $$? = 77 ] && cargo xtask case postgres -- sh -c 'exit 77' || cp target/nextest/default/junit.xml target/junit/postgres.xml
	@cargo xtask case full-disk -- python3 bench/full_disk.py $(HENG)
	@cargo xtask case kills -- python3 bench/kills.py $(HENG) 5
	@FSYNC=on cargo xtask case kills-postgres -- ci/postgres.sh bash -c 'python3 bench/kills.py $(HENG) 5 $$HENG_TEST_POSTGRES'
	@cargo xtask case lost-database -- ci/postgres.sh python3 bench/lost_database.py $(HENG)
	-@cd e2e && npx vitest run --reporter=junit --outputFile=../target/junit/e2e.xml
	-@cd e2e && ../ci/postgres.sh npx vitest run flow --reporter=junit --outputFile=../target/junit/e2e-postgres.xml; [ $$? != 77 ] || (cd .. && cargo xtask case e2e-postgres -- sh -c 'exit 77')
	@cargo xtask tally tidy fmt clippy doc frictionless eslint types web rust postgres full-disk kills kills-postgres lost-database e2e e2e-postgres

# entr ends when a file appears; the loop then takes the new list.
dev: sample ## server on 8080 and the interface with hot reload on 5173; a change of Rust code restarts the server
	@ci/need.sh entr
	@trap exit INT; trap 'kill 0' EXIT; (cd web && npm run --silent dev) & \
	while sleep 0.5; do git ls-files -co --exclude-standard crates policies reports Cargo.toml | \
		entr -dnr cargo run --quiet --locked -p heng -- serve --listen $(LISTEN); done

gen: build ## make docs/api.json and the client's types again; accept the snapshots of this run after reading them
	@$(HENG) openapi > docs/api.json
	@cd web && npm run --silent gen
	@INSTA_UPDATE=always cargo test --quiet --workspace

check-all: build dist ## long checks: many property cases, methods against outside programs, reports through LibreOffice, the archive in an empty root
	@ci/check-all.sh $(HENG)
	@ci/dist_test.sh dist/heng-*-$(firstword $(subst -, ,$(TARGET)))-linux.tar.gz

dist: web ## the archive to install from, in dist/ (TARGET=aarch64-unknown-linux-gnu for another processor)
	@ci/need.sh cargo cc zig font chromium
	@ci/dist.sh $(TARGET)

backtest: ## docs/methods/backtest.md again: what the forecasts would have said of the published series
	@HENG_BACKTEST=write cargo nextest run --locked --workspace -E 'binary(backtest)' --status-level fail --final-status-level fail

pictures: build e2e/node_modules/.ready ## the pictures of docs/pictures again, by the browser tests
	@cd e2e && HENG_PICTURES=1 npx vitest run

bench: dist ## measurements and load on the released program: reader, server, kills, two servers, a peer
	@ci/need.sh wrk && HENG=$(RELEASE) bench/all.sh

fmt: ## format all code
	@cargo fmt --all
	@cd web && npm run --silent lint -- --fix
