#!/usr/bin/env bash
# CPU time from the start to the first painted frame, and memory, of the program and of an empty
# window, turn by turn. Needs a display (Xvfb will do) without other Diptych windows, xdotool, and:
#   cargo build --release && cargo build --release --example empty_window
# Usage: benches/startup.sh [ROUNDS] [FILE...]   FILE...: what the program is to open
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5}
shift || true
target=${CARGO_TARGET_DIR:-target}
export XDG_CONFIG_HOME
XDG_CONFIG_HOME=$(mktemp -d)

# Prints "CPU milliseconds, resident KiB" of a program whose window has been up for half a second.
measure() {
  local name=$1
  shift
  "$@" >/dev/null 2>&1 &
  local pid=$! tries=0
  until xdotool search --onlyvisible --name "$name" >/dev/null 2>&1; do
    sleep 0.02
    tries=$((tries + 1))
    [ $tries -lt 500 ] || { echo "no window came"; kill $pid; return 1; }
  done
  sleep 0.5
  awk -v hz="$(getconf CLK_TCK)" '{ printf "%d ms  ", ($14 + $15) * 1000 / hz }' "/proc/$pid/stat"
  awk '/VmRSS/ { print $2, "KiB" }' "/proc/$pid/status"
  kill $pid
  wait $pid 2>/dev/null || true
}

for _ in $(seq "$rounds"); do
  echo "empty    $(measure '^empty window$' "$target/release/examples/empty_window")"
  echo "diptych  $(measure 'Diptych$' "$target/release/diptych" "$@")"
done
