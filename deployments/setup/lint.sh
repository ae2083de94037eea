#!/usr/bin/env bash
# The Go linters of .golangci.yml; go vet is one of them.
set -euo pipefail
cd "$(dirname "$0")/../.."
exec "$(deployments/setup/tool.sh golangci-lint)" run "$@" ./...
