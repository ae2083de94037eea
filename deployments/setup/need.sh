#!/usr/bin/env bash
# need.sh NAME...: makes sure that each named component is on this machine.
# On Debian and Ubuntu it installs what is missing (as root, or with sudo that asks for no password).
# Elsewhere it says exactly what is missing and how to get it, and fails. It never goes on without.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=deployments/setup

packages=() # Debian packages still to install
missing=()  # what a person has to do

on_path() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ]; }

# want COMMAND DEBIAN_PACKAGE BREW_FORMULA
want() {
  on_path "$1" && return
  if can_apt; then packages+=("$2"); else missing+=("$1: brew install $3 (macOS), or your system's package of $2"); fi
}

can_apt() { command -v apt-get >/dev/null 2>&1 && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

# at_least HAVE WANT: versions, compared part by part
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

need_go() {
  local have
  if ! on_path go; then missing+=("go 1.26 or newer: https://go.dev/dl (brew install go)"); return; fi
  have=$(go env GOVERSION)
  at_least "${have#go}" 1.26 || missing+=("go 1.26 or newer, this is ${have#go}: https://go.dev/dl (brew install go)")
}

need_node() {
  local have
  if ! on_path node || ! on_path npm; then missing+=("node 20 or newer, with npm: https://nodejs.org (brew install node)"); return; fi
  have=$(node -p process.versions.node)
  at_least "$have" 20 || missing+=("node 20 or newer, this is $have: https://nodejs.org (brew install node)")
}

need_postgres() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || want initdb postgresql postgresql
}

need_chromium() {
  [ -n "${CHROMIUM:-}" ] && { [ -x "$CHROMIUM" ] || missing+=("CHROMIUM=$CHROMIUM is no program"); return; }
  on_path chromium-headless-shell || on_path chromium && return
  if can_apt; then packages+=(chromium-headless-shell); else
    missing+=("chromium: brew install --cask chromium (macOS), or your system's package, and CHROMIUM=/path/to/it if that is not on your PATH")
  fi
}

# Arabic needs a font that joins its letters; macOS ships one.
need_fonts() {
  [ "$(uname)" = Darwin ] && return
  compgen -G '/usr/share/fonts/*/noto/NotoSansArabic*' >/dev/null && return
  compgen -G '/usr/share/fonts/*/NotoSansArabic*' >/dev/null && return
  if can_apt; then packages+=(fonts-noto-core); else missing+=("Noto Sans Arabic: your system's package of the Noto fonts"); fi
}

need_clamav() { want clamd clamav-daemon clamav; }

need_s3() { on_path go && "$here/tool.sh" versitygw >/dev/null; }

for name in "$@"; do
  case $name in
    go | node | postgres | chromium | fonts | clamav | s3) "need_$name" ;;
    *) echo "need.sh: no component is called $name" >&2; exit 2 ;;
  esac
done

if [ ${#packages[@]} -gt 0 ]; then
  echo "installing ${packages[*]}"
  log=$(mktemp)
  if ! { as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
    cat "$log" >&2
    missing+=("Debian packages ${packages[*]}: the install above failed")
  fi
  rm -f "$log"
fi

if [ ${#missing[@]} -gt 0 ]; then
  printf 'Missing on this machine:\n' >&2
  printf '  - %s\n' "${missing[@]}" >&2
  exit 1
fi
