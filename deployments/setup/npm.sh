#!/usr/bin/env bash
# Installs the UI's packages when package-lock.json is not the one that they were last installed from.
set -euo pipefail
cd "$(dirname "$0")/../../ui"
cmp -s package-lock.json node_modules/.stamp && exit
PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund --loglevel=error
cp package-lock.json node_modules/.stamp
