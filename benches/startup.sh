#!/usr/bin/env bash
# CPU time from the start to the first painted frame, and memory then: of the program, of an empty window, and
# of one with two bare labels of words, turn by turn. Needs a display (Xvfb will do), and:
#   cargo build --release --example first_frame
# Usage: benches/startup.sh [ROUNDS] [FILE...]   FILE...: what the program is to open
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5}
shift || true
example=${CARGO_TARGET_DIR:-target}/release/examples/first_frame
for _ in $(seq "$rounds"); do
  echo "empty    $("$example" empty 2>/dev/null)"
  echo "words    $("$example" words 2>/dev/null)"
  echo "diptych  $("$example" "$@" 2>/dev/null)"
done
