#!/usr/bin/env bash
# generate.sh go|ts write|check: the code that schemas/openapi.yaml is the source of.
# `check` writes to a folder aside and fails with the difference; it changes nothing in the tree.
set -euo pipefail
cd "$(dirname "$0")/../.."

spec=schemas/openapi.yaml
case ${1:-} in
  go) out=server/httpapi/api/api.gen.go ;;
  ts) out=ui/src/api/schema.gen.d.ts ;;
  *) echo "generate.sh: go or ts, not ${1:-}" >&2; exit 2 ;;
esac

generate_go() { "$(deployments/setup/tool.sh oapi-codegen)" -config schemas/oapi-codegen.yaml -o "$1" "$spec"; }
generate_ts() { (cd ui && npx --no openapi-typescript "../$spec" -o "$1" >/dev/null); }

case ${2:-} in
  write)
    mkdir -p "$(dirname "$out")"
    "generate_$1" "$PWD/$out"
    ;;
  check)
    dir=$(mktemp -d)
    trap 'rm -rf "$dir"' EXIT
    "generate_$1" "$dir/$(basename "$out")"
    diff -u "$out" "$dir/$(basename "$out")" || { echo "$out is not what $spec says: run make generate" >&2; exit 1; }
    ;;
  *) echo "generate.sh: write or check, not ${2:-}" >&2; exit 2 ;;
esac
