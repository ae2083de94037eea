#!/usr/bin/env bash
# dev.sh DATA: the server and vite side by side; both end together.
set -euo pipefail
cd "$(dirname "$0")/../.."
trap 'trap - EXIT; kill 0' EXIT INT TERM
bin/esteira serve --demo --data "${1:-./data}" &
server=$!
(cd ui && exec npx --no vite) &
pages=$!
while kill -0 "$server" && kill -0 "$pages"; do sleep 1; done 2>/dev/null
