# make without a word prints what there is. Everything of weight is in
# tools/check, a Go program with tests of its own; this file only names it.

GO    ?= go
CHECK := .tools/check
IMAGE ?= rapport

.PHONY: help test build demo lint fmt fuzz year storm upgrade bench golden image clean check-tool

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

test: check-tool ## format, vet, build, lint and test everything, on SQLite, PostgreSQL, Redis and in a browser
	@$(CHECK) test

build: ## the static binary bin/rapport
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags='-s -w' -o bin/rapport ./cmd/rapport

demo: ## the whole product in your browser, without Slack
	$(GO) run ./cmd/rapport demo

lint: check-tool ## the linter alone
	@$(CHECK) lint

fmt: ## format all Go files
	gofmt -l -w $$(ls -d */ *.go)

fuzz: check-tool ## each fuzz target for a minute; FUZZTIME=10m for longer
	@$(CHECK) fuzz $(FUZZTIME)

year: check-tool ## a year of the demo's company through the whole practice, on both databases; .tmp/year-*.txt is what its people read
	@$(CHECK) year

storm: build ## replicas under load while everything fails; STORM="-for 30m" for longer
	$(GO) run ./tools/storm $(STORM)

upgrade: build ## this release takes over from the one before, replica by replica, under load; UPGRADE="-before v0.1.0" names it
	$(GO) run ./tools/storm -weather upgrade -for 2m $(UPGRADE)

bench: build ## ratios to what this machine can do at best; BENCH="-write docs/benchmarks.md" keeps them
	$(GO) run ./tools/bench $(BENCH)

golden: check-tool ## rewrite the golden files; read the diff before you commit it
	@$(CHECK) golden

image: ## the container image, by Docker
	docker build -t $(IMAGE) .

clean: ## remove what make built, the linter too
	rm -rf bin .tools .tmp

check-tool:
	@$(GO) build -o $(CHECK) ./tools/check
