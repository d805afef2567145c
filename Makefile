# Plumbline. `make help` lists what there is; nothing in CI is done otherwise.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export CGO_ENABLED ?= 0
GO ?= go
BIN := bin/plumbline
TOOL := $(GO) tool -modfile=.ci/tools/go.mod
GENERATED := $(shell git ls-files '*.templ' 2>/dev/null)
ADDR ?= 127.0.0.1:8080
# What tests may use beyond Go and git, as Debian packages.
DEBIAN := chromium nodejs npm postgresql

.PHONY: help
help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## install what tests can use, from Debian packages when root
	@.ci/setup $(DEBIAN)
	@.ci/ui/setup
	@.ci/github/setup
	@.ci/licences/setup

.PHONY: build
build: ## build bin/plumbline
	@mkdir -p bin
	$(GO) build -o $(BIN) ./cmd/plumbline

.PHONY: run
run: build ## build, and serve the ranking with the bundled figures
	$(BIN) run --addr $(ADDR)

# To try collecting without a token; ADDR is where it listens.
.PHONY: fake-github
fake-github: ADDR := 127.0.0.1:8090
fake-github: build ## serve a fake GitHub with invented repositories
	$(GO) run ./cmd/fakegithub -addr $(ADDR)

.PHONY: test
test: setup ## run every test; what could not run is named last
	@.ci/test

.PHONY: race
race: ## run the tests of the concurrent packages with the race detector
	CGO_ENABLED=1 $(GO) test -race ./internal/collect/... ./internal/batch/... ./internal/store/... ./internal/httpx/... ./internal/source/github/... ./internal/fetch/... ./internal/source/registry/... ./internal/source/advisory/... ./internal/source/published/... ./web/...

# Pictures go to PLUMBLINE_SHOTS, or to a temporary folder that is named.
.PHONY: ui
ui: setup ## every page in a browser, in every width and theme, by axe and by keyboard
	PLUMBLINE_UI=all PLUMBLINE_REQUIRE=browser $(GO) test -count=1 -timeout 80m ./web/uitest

.PHONY: check
check: test verify lint install-check ## what CI runs

.PHONY: generate
generate: ## regenerate templ code
	$(TOOL) templ generate -path web -log-level warn

.PHONY: verify
verify: ## fail when generated code, modules or formatting differ from the sources
	@.ci/verify

.PHONY: install-check
install-check: ## fail when "go install" of the program does not work
	@.ci/install-check

.PHONY: lint
lint: ## vet, staticcheck and gofumpt
	$(GO) vet ./...
	$(TOOL) staticcheck ./...
	@out=$$($(TOOL) gofumpt -l $$(git ls-files '*.go' | grep -v _templ.go)); test -z "$$out" || { echo "gofumpt would change:"; echo "$$out"; exit 1; }

.PHONY: bench
bench: ## print benchmarks, with their ratios
	$(GO) test -run xxx -bench . -benchmem ./internal/... ./web/...

# TREES is a folder of source trees, say the unpacked archives of fifty projects.
.PHONY: bench-scan
bench-scan: build ## compare scans of the folders in TREES with OpenSSF Scorecard v5
	@test -n "$(TREES)" || { echo "make bench-scan: set TREES to a folder of source trees"; exit 2; }
	$(GO) -C testdata/peers build -o $(CURDIR)/bin/peers .
	$(GO) -C testdata/peers build -o $(CURDIR)/bin/scorecard github.com/ossf/scorecard/v5
	bin/peers -ours $(BIN) -peer bin/scorecard "$(TREES)"

# A fake GitHub with 80 ms an answer and its limits enforced; takes ten minutes.
.PHONY: bench-live
bench-live: build ## compare scans over GitHub with OpenSSF Scorecard v4's own program
	$(GO) -C testdata/peers/v4 build -o $(CURDIR)/bin/scorecard-v4 github.com/ossf/scorecard/v4
	$(GO) build -o bin/live ./testdata/live
	bin/live -ours $(BIN) -peer bin/scorecard-v4

# Two builds on the bundled data, offline; takes some minutes. MEANT may name a
# file of differences that are meant, a line each: what: reason.
.PHONY: same
same: ## compare every page and command of two builds: OLD=… NEW=…
	@test -n "$(OLD)" -a -n "$(NEW)" || { echo "make same: set OLD and NEW to two builds of plumbline"; exit 2; }
	$(GO) run ./testdata/same $(if $(MEANT),-expect "$(MEANT)") "$(OLD)" "$(NEW)"

# Offline, from the bundled figures: after a change of the model, a list or the bundle.
.PHONY: orders
orders: ## write the order of the list under both models, and how criticality compares with others' data
	$(GO) run ./testdata/order sides
	$(GO) run ./testdata/order validity

.PHONY: pairs
pairs: ## print how criticality agrees with the open pairs that people ordered before
	$(GO) run ./testdata/order pairs

# Looked at by people: last release, regulars, programs, licence and branch of real clones, read
# by plumbline and by a script that shares no code with it. REPOS are bare clones.
.PHONY: truth
truth: build ## read clones with plumbline and with plain git, side by side: REPOS='DIR…'
	@test -n "$(REPOS)" || { echo "make truth: set REPOS to folders of bare clones"; exit 2; }
	$(GO) run ./testdata/truth -bin $(BIN) $(ARGS) $(REPOS)

.PHONY: page-cost
page-cost: ## compare the CPU time of pages of two builds: OLD="… serve …" NEW="… serve …" ARGS="-rounds 7 …"
	@test -n "$(OLD)" -a -n "$(NEW)" || { echo "make page-cost: set OLD and NEW to the commands of two servers"; exit 2; }
	$(GO) run ./testdata/pagecost -old "$(OLD)" -new "$(NEW)" $(ARGS)

# The bundled figures: MIRROR names local clones, e.g. MIRROR='clones/{owner}+{name}'. DEBIAN may name
# the index files of Debian, PACKAGES,SOURCES,INRELEASE; else the copy in the cache is read.
.PHONY: snapshot
snapshot: build ## collect the critical list from MIRROR and write the bundled figures
	@test -n "$(MIRROR)" || { echo "make snapshot: set MIRROR to a pattern of local clones with {host} {owner} {name}"; exit 2; }
	@set -e; dir=$$(mktemp -d); trap 'rm -rf "$$dir"' EXIT; \
	$(BIN) --db "sqlite:$$dir/snapshot.db" collect --list critical --offline --mirror "$(MIRROR)" $(if $(DEBIAN),--debian-files "$(DEBIAN)"); \
	$(BIN) --db "sqlite:$$dir/snapshot.db" export --list critical --since 2025-01-01 --bundle scorecards/critical/snapshot.json

# What the list lacks by Debian's index files, DEBIAN as above: after a change of the list or of the suite.
.PHONY: candidates
candidates: build ## write what the critical list lacks, as /method/candidates shows it
	@$(BIN) lists candidates --list critical --limit 150 --json $(if $(DEBIAN),--debian-files "$(DEBIAN)") > bin/candidates.json
	@mv bin/candidates.json scorecards/critical/candidates.json

# From the same clones: what they show of the ends of quarters since 2020. Only clones that changed
# are read again.
.PHONY: past
past: build ## reconstruct the past of the critical list from MIRROR
	@test -n "$(MIRROR)" || { echo "make past: set MIRROR to a pattern of local clones with {host} {owner} {name}"; exit 2; }
	$(BIN) reconstruct --list critical --mirror "$(MIRROR)" --since 2020 --timeout 2h --out scorecards/critical/past.jsonl.gz

.PHONY: live-check
live-check: build ## with a network and a token: does what we assume of other services hold?
	$(BIN) live-check --write scorecards/live.yaml

.PHONY: clean
clean: ## remove what was built
	rm -rf bin dist
