#!/usr/bin/env bash
# CPU time from the start to the first painted frame, and memory then: of the program, of an empty window, and
# of one with two bare labels of words, turn by turn: the least of the rounds, what a tenth of them stayed under, and
# their median. Needs a display (Xvfb will do), and:
#   cargo build --release --example first_frame
# Usage: benches/startup.sh [ROUNDS] [FILE...]   FILE...: what the program is to open
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5}
shift || true
example=${CARGO_TARGET_DIR:-target}/release/examples/first_frame
for _ in $(seq "$rounds"); do
  echo "empty $("$example" empty 2>/dev/null)"
  echo "words $("$example" words 2>/dev/null)"
  echo "diptych $("$example" "$@" 2>/dev/null)"
done | sort -k1,1 -k2,2n | awk '
  # A line is: what, milliseconds, "ms", KiB, "KiB".
  $1 != what { tell(); what = $1; n = 0 }
  { milliseconds[++n] = $2; kib = $4 }
  END { tell() }
  function at(share) { return milliseconds[int(share * (n - 1)) + 1] }
  function tell() {
    if (n) printf "%-8s least %d ms, tenth part %d ms, median %d ms; %d KiB\n", what, at(0), at(0.1), at(0.5), kib
  }'
