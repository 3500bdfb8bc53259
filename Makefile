# Everything here needs only Go and make. Tools are pinned and built from the module proxy on first use.

GO ?= go
GOLANGCI_LINT := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# Modules of the repository: the one that users import, and those that stay here.
MODULES := . hack/testbed hack/peers hack/applybench examples

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show what can be made
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# Built, since go run leaves its folder behind when it is asked to end.
.PHONY: demo
demo: ## Show the main job from end to end; builds a Kubernetes API server once (about 10 minutes)
	@$(GO) build -o bin/demo ./hack/demo && exec bin/demo

.PHONY: test
test: ## Run all tests: unit, golden, real API server, comparison with peers
	@$(GO) run -C hack/testbed ./cmd/testbed build all >/dev/null
	@failed=; for module in $(MODULES); do echo "== go test ./... in $$module"; $(GO) test -C $$module -timeout 40m ./... || failed="$$failed $$module"; done; \
		test -z "$$failed" || { echo "failed in:$$failed" >&2; exit 1; }

.PHONY: e2e
e2e: ## Run the longer checks: fuzzing for a while, larger bounds
	@./hack/fuzz.sh $${FUZZTIME:-60s}
	$(GO) test ./clusterresources -run '^TestChaos$$' -chaos.steps $${CHAOSSTEPS:-200000} -timeout 1h

.PHONY: chaos
chaos: ## Run the randomised test of cluster resources for long, with a seed from the clock
	$(GO) test ./clusterresources -run '^TestChaos$$' -v -chaos.seed 0 -chaos.steps $${CHAOSSTEPS:-1000000} -timeout 2h

# Not a part of e2e: the race detector needs a C compiler, as nothing else here does, and most of e2e is for nothing with it:
# TestChaos has one goroutine, and of the fuzz targets only FuzzGenerate has more.
.PHONY: race
race: ## Run the tests of what runs concurrently under the race detector (needs a C compiler)
	$(GO) test -race ./clusterresources ./clusterresources/servertest -skip Chaos -timeout 40m
	$(GO) test -race ./codegen -run '^FuzzGenerate$$'

.PHONY: bench
bench: ## Compare speed, memory and requests with controller-gen, code-generator, fluxcd/pkg/ssa and others
	@$(GO) run -C hack/peers ./cmd/bench
	@$(GO) run -C hack/applybench .
	@$(GO) test ./clusterresources/deepmerge -run '^$$' -bench Merge

.PHONY: generate
generate: ## Write all emitted files of this repository
	$(GO) generate ./apis/...
	$(GO) generate -C examples ./...

.PHONY: verify
verify: ## Fail if an emitted file is not what generate would write, or if go.mod is not tidy
	@$(GO) run ./codegen/cmd/versioned-gen verify --crds crds --clients generated --header hack/boilerplate.txt ./apis/...
	@cd examples && $(GO) tool versioned-gen verify --crds crds ./apis/web
	@set -e; for module in $(MODULES); do $(GO) mod tidy -C $$module -diff; done

.PHONY: lint
lint: ## go vet, staticcheck and others, and gofumpt
	@failed=; for module in $(MODULES); do echo "== lint $$module"; (cd $$module && $(GO) run $(GOLANGCI_LINT) run --allow-parallel-runners ./...) || failed="$$failed $$module"; done; \
		test -z "$$failed" || { echo "failed in:$$failed" >&2; exit 1; }
