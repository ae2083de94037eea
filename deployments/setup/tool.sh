#!/usr/bin/env bash
# tool.sh NAME: prints the path of a Go tool at the one version that this project uses, building it the first time.
# The versions live here and nowhere else; the module's own go.mod stays free of tools.
set -euo pipefail
cd "$(dirname "$0")/../.."

case ${1:-} in
  golangci-lint) package=github.com/golangci/golangci-lint/v2/cmd/golangci-lint version=v2.15.0 ;;
  oapi-codegen) package=github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen version=v2.8.2 ;;
  versitygw) package=github.com/versity/versitygw/cmd/versitygw version=v1.8.0 ;;
  *) echo "tool.sh: no tool is called ${1:-}" >&2; exit 2 ;;
esac

dir=$PWD/.cache/bin/$version
if [ ! -x "$dir/$1" ]; then
  echo "building $1 $version" >&2
  log=$(mktemp)
  GOBIN=$dir CGO_ENABLED=0 go install -ldflags '-s -w' "$package@$version" >"$log" 2>&1 || { cat "$log" >&2; rm -f "$log"; exit 1; }
  rm -f "$log"
fi
echo "$dir/$1"
