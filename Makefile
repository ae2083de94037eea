# Each target sets up what it needs by itself. Start with `make help`.

export CGO_ENABLED := 0
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1

SETUP   := deployments/setup
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
DATA    ?= ./data

.DEFAULT_GOAL := help
.PHONY: help run dev test lint generate verify e2e fuzz bench build clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Start Esteira with demo tenants on one machine (SQLite, local disk); the logins are printed
	bin/esteira serve --demo --data $(DATA)

dev: build ## The same with the UI served by vite, which reloads on each edit
	@$(SETUP)/dev.sh $(DATA)

test: ## Prove everything, from generated code to browser journeys; ends with "N passed, N failed"
	@$(SETUP)/need.sh go node postgres s3 clamav chromium fonts
	@$(SETUP)/services.sh $(SETUP)/test.sh

lint: ## Static checks of Go and TypeScript
	@$(SETUP)/need.sh go node
	@$(SETUP)/npm.sh
	@$(SETUP)/lint.sh
	cd ui && npm run --silent check

generate: ## Write the HTTP server and client types again from schemas/openapi.yaml
	@$(SETUP)/need.sh go node
	@$(SETUP)/npm.sh
	@$(SETUP)/generate.sh go write
	@$(SETUP)/generate.sh ts write

verify: ## Fail when generated files differ from schemas/openapi.yaml
	@$(SETUP)/need.sh go node
	@$(SETUP)/npm.sh
	@$(SETUP)/generate.sh go check
	@$(SETUP)/generate.sh ts check

e2e: build ## Browser journeys only; narrow with ARGS="-g 'first words of the title'", LOOK=1 keeps a picture of every screen
	@$(SETUP)/need.sh postgres s3 clamav chromium fonts
	@cd ui && ../$(SETUP)/services.sh npx --no playwright test $(ARGS)

fuzz: ## Send hostile input to every decoder for FUZZ (1m) each
	@$(SETUP)/need.sh go
	@$(SETUP)/fuzz.sh $(or $(FUZZ),1m)

bench: build ## Measure the load figures on this machine
	@$(SETUP)/need.sh postgres s3 clamav chromium
	@ESTEIRA_TEST_DURABLE=on $(SETUP)/services.sh go run ./deployments/load $(ARGS)

build: ## Build the UI and the one binary, bin/esteira
	@$(SETUP)/need.sh go node
	@$(SETUP)/npm.sh
	cd ui && npm run --silent build
	go build -tags ui -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/esteira ./server

clean: ## Remove what was built and downloaded, never data
	rm -rf bin .cache ui/dist ui/node_modules ui/test-results ui/playwright-report
