#!/usr/bin/env bash
# sqlite-utils --flatten loses a value where two names meet, and since release 4 numbers of a CSV lose their zeros
#
# Guessed: an error, or both values; columns of a CSV are text unless types are asked for, as up to release 3
# Happens: of {"image": {"alt": "nested"}, "image_alt": "own"} only "own" is left, without a warning; the CSV cells 007
#   and 1.10 are stored as 7 and 1.1
# Versions: sqlite-utils 4.2.1, 3.39
# Matters: front matter has such pairs; codes, editions and versions change on an upgrade
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
for version in 3.39 4.2.1; do
  python3 -m venv "v$version"
  "v$version/bin/pip" install --quiet --disable-pip-version-check "sqlite-utils==$version"
  echo '{"image": {"alt": "nested"}, "image_alt": "own"}' |
    "v$version/bin/sqlite-utils" insert "$version.db" posts - --nl --flatten
  printf 'code,version\n007,1.10\n' | "v$version/bin/sqlite-utils" insert "$version.db" sheet - --csv --silent
  for table in posts sheet; do "v$version/bin/sqlite-utils" rows "$version.db" "$table" --no-headers --csv; done |
    tee "seen$version"
done
diff <(printf 'own\n007,1.10\n') <(tr -d '\r' < seen3.39)
diff <(printf 'own\n7,1.1\n') <(tr -d '\r' < seen4.2.1)
