#!/usr/bin/env bash
# Everything that `make test` proves. Each step prints one timed line, and its whole output if it fails. A step whose inputs failed
# does not run and counts as failed. `make test` starts it inside services.sh, so that the tests find their servers in ESTEIRA_TEST_*.
set -uo pipefail
cd "$(dirname "$0")/../.."
setup=deployments/setup
export CGO_ENABLED=0

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
trap 'trap "" INT TERM; kill 0; exit 130' INT TERM

# step NAME "INPUT..." COMMAND...: INPUT names the steps that must have passed before
step() {
  local name=$1 inputs=$2 began=$SECONDS input
  shift 2
  for input in $inputs; do
    [ -e "$logs/$input.ok" ] && continue
    printf '  ----         %s: not run, %s did not pass\n' "$name" "$input" | tee "$logs/$name.failed"
    return
  done
  (set -e; "$@") >"$logs/$name.log" 2>&1 </dev/null & # apart, because inside an `if` the shell ignores set -e
  if wait $!; then
    : >"$logs/$name.ok"
    printf '  ok    %4d s %s\n' $((SECONDS - began)) "$name"
  else
    : >"$logs/$name.failed"
    { printf '  FAIL  %4d s %s\n' $((SECONDS - began)) "$name"; sed 's/^/    | /' "$logs/$name.log"; } >"$logs/$name.said"
    cat "$logs/$name.said" # in one go: another lane may be printing
  fi
}

ui() { (cd ui; "$@"); }

# The same random rules and forms are judged by Go, which writes its verdicts down, and then by TypeScript, which has to agree.
export RULE_CORPUS_OUT=$logs/rules.json FORM_CORPUS_OUT=$logs/forms.json
corpus() {
  go test -count=1 -run 'TestWrite.*Corpus' ./builder/rule ./builder/form
  test -s "$RULE_CORPUS_OUT" || { echo "builder/rule wrote no corpus"; return 1; }
  test -s "$FORM_CORPUS_OUT" || { echo "builder/form wrote no corpus"; return 1; }
}

vitest() {
  RULE_CORPUS=$RULE_CORPUS_OUT FORM_CORPUS=$FORM_CORPUS_OUT \
    ui npx --no vitest run --reporter=default --reporter=json --outputFile.json="$logs/vitest.json"
  local folder
  for folder in rule form; do
    grep -q "/src/runtime/$folder" "$logs/vitest.json" || { echo "no test in ui/src/runtime/$folder read the corpus"; return 1; }
  done
}

gotest() { go test -json -count=1 -timeout 20m ./... 2>&1 | tee "$logs/go.json" | go run ./$setup/testcount show; }

e2e() { PLAYWRIGHT_JSON_OUTPUT_FILE=$logs/playwright.json ui npx --no playwright test --reporter=dot,json; }

build() { go build -tags ui -trimpath -ldflags "-s -w" -o bin/esteira ./server; }

# Two lanes, for a machine of two cores. The pages are built before anything that embeds them, and the browser has the machine for itself.
step packages "" $setup/npm.sh
{
  step client-types packages $setup/generate.sh ts check
  step typecheck packages ui npm run --silent check
  step ui packages ui npm run --silent build
} &
{
  step server-code "" $setup/generate.sh go check
  step corpus "" corpus
} &
wait
{
  step vitest packages vitest
} &
{
  step build ui build
  step lint "" $setup/lint.sh
} &
wait
step go "" gotest
step e2e "packages build" e2e

failed=$(cd "$logs" && ls | sed -n 's/\.failed$//p' | paste -sd ' ' -)
[ -z "$failed" ] || echo "failed: $failed"
go run ./$setup/testcount -go "$logs/go.json" -vitest "$logs/vitest.json" -playwright "$logs/playwright.json"
[ -z "$failed" ]
