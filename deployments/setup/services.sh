#!/usr/bin/env bash
# services.sh COMMAND...: runs the command beside a throwaway PostgreSQL, S3 server and virus scanner, named to it in
#   ESTEIRA_TEST_POSTGRES                              postgres://postgres@127.0.0.1:PORT/postgres?sslmode=disable
#   ESTEIRA_TEST_S3, _ACCESS_KEY, _SECRET_KEY, _BUCKET http://127.0.0.1:PORT; the bucket exists
#   ESTEIRA_TEST_CLAMD                                 127.0.0.1:PORT; knows the EICAR file and nothing else
#   CHROMIUM                                           path of the browser
# With ESTEIRA_TEST_DURABLE=on PostgreSQL waits for the disk at each commit, as in production.
# Ports are free ones, all data is in one temporary folder, and everything is gone when the command ends.
set -euo pipefail
tool=$(cd "$(dirname "$0")" && pwd)/tool.sh
PATH=$PATH:/usr/sbin
# The browser without windows does the same with half the work, where there is one.
browser=$(command -v chromium-headless-shell || command -v chromium || true)
export CHROMIUM=${CHROMIUM:-${browser:-/usr/bin/chromium}}

dir=$(mktemp -d)
pids=()

stop() {
  trap - EXIT
  trap '' INT TERM # a second signal must not stop the clearing up
  [ -d "$dir/postgres/data" ] && cd "$dir/postgres" && as_postgres "$pgbin/pg_ctl" -D "$dir/postgres/data" -m immediate -s stop || true
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait || true
  rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT TERM

fail() {
  echo "$1 did not start:" >&2
  cat "$2" >&2
  exit 1
}

# The kernel hands out three free ports, all held until all are known, so that they differ.
read -r pgport s3port clamport < <(node -e '
  const net = require("net"), held = [0, 0, 0].map(() => net.createServer().listen(0, "127.0.0.1"))
  Promise.all(held.map(s => new Promise(r => s.on("listening", r)))).then(() => {
    console.log(held.map(s => s.address().port).join(" "))
    held.forEach(s => s.close())
  })')

# answers PORT: waits until something listens there
answers() {
  for _ in $(seq 150); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.1
  done
  return 1
}

# PostgreSQL refuses to run as root; then it runs as the user that its package made.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi
}

pgbin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$pgbin" ] || pgbin=$(dirname "$(command -v initdb)")

start_postgres() {
  chmod 711 "$dir"
  mkdir -m 700 "$dir/postgres"
  [ "$(id -u)" = 0 ] && chown postgres:postgres "$dir/postgres"
  cd "$dir/postgres" # the caller's folder may be closed to the user postgres
  as_postgres "$pgbin/initdb" -D "$dir/postgres/data" -U postgres -A trust -E UTF8 --locale=C --no-sync -N >"$dir/initdb.log" 2>&1 ||
    fail PostgreSQL "$dir/initdb.log"
  # Nothing here has to survive a crash, so nothing waits for the disk, unless that is what is measured.
  local durable=${ESTEIRA_TEST_DURABLE:-off} buffers=128MB
  [ "$durable" = off ] || buffers=1GB # of memory, as docker-compose.yml gives it
  as_postgres "$pgbin/pg_ctl" -D "$dir/postgres/data" -w -s -l "$dir/postgres/log" -o "-p $pgport -c listen_addresses=127.0.0.1 \
    -c unix_socket_directories='' -c max_connections=200 -c fsync=$durable -c synchronous_commit=$durable -c full_page_writes=$durable -c shared_buffers=$buffers" start ||
    fail PostgreSQL "$dir/postgres/log"
  cd "$OLDPWD"
  export ESTEIRA_TEST_POSTGRES="postgres://postgres@127.0.0.1:$pgport/postgres?sslmode=disable"
}

start_s3() {
  export ESTEIRA_TEST_S3="http://127.0.0.1:$s3port" ESTEIRA_TEST_S3_BUCKET=esteira
  export ESTEIRA_TEST_S3_ACCESS_KEY=esteira-test ESTEIRA_TEST_S3_SECRET_KEY=esteira-test-secret
  mkdir -p "$dir/s3/data/$ESTEIRA_TEST_S3_BUCKET" "$dir/s3/versions" # a folder is a bucket there
  ROOT_ACCESS_KEY=$ESTEIRA_TEST_S3_ACCESS_KEY ROOT_SECRET_KEY=$ESTEIRA_TEST_S3_SECRET_KEY \
    "$versitygw" -p "127.0.0.1:$s3port" --quiet posix --versioning-dir "$dir/s3/versions" "$dir/s3/data" >"$dir/s3/log" 2>&1 &
  pids+=($!)
}

start_clamd() {
  mkdir -p "$dir/clamav/db"
  # MD5, size and name of the EICAR test file: no signature download, and nothing here that a scanner would take for a virus.
  echo '44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test' >"$dir/clamav/db/local.hdb"
  printf '%s\n' "DatabaseDirectory $dir/clamav/db" "TCPSocket $clamport" 'TCPAddr 127.0.0.1' 'Foreground yes' 'StreamMaxLength 100M' \
    >"$dir/clamav/clamd.conf"
  clamd -c "$dir/clamav/clamd.conf" >"$dir/clamav/log" 2>&1 &
  pids+=($!)
  export ESTEIRA_TEST_CLAMD="127.0.0.1:$clamport"
}

versitygw=$("$tool" versitygw)
start_s3
start_clamd
start_postgres
answers "$s3port" || fail "The S3 server" "$dir/s3/log"
answers "$clamport" || fail "The virus scanner" "$dir/clamav/log"

code=0
"$@" || code=$?
exit "$code"
