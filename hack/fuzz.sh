#!/usr/bin/env bash
# Runs every fuzz target of the main module for a while: hack/fuzz.sh [TIME], such as 60s. A finding is stored below
# testdata/fuzz of its package, and fails the tests from then on.
set -euo pipefail
cd "$(dirname "$0")/.."
time="${1:-60s}"
status=0
while IFS=: read -r file target; do
  package="./$(dirname "$file")"
  echo "== $target in $package for $time"
  # Minimising an input takes longer than finding it where one run takes milliseconds.
  go test "$package" -run '^$' -fuzz "^$target\$" -fuzztime "$time" -fuzzminimizetime 5x || status=1
done < <(grep -rhoE --include='*_test.go' --with-filename '^func Fuzz[A-Za-z0-9_]+' codegen apis clusterresources | sed 's/func //')
exit $status
