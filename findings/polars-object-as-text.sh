#!/usr/bin/env bash
# polars writes a JSON object anew where its column is asked for as text
#
# Guessed: a column of type String gives the text of the object as it stands in the file
# Happens: numbers and blanks change: {"v":1.10,"n":1e2} → {"v": 1.1, "n": 100}; the order stays
# Versions: polars 2.1.0
# Matters: a version in the metadata of a post loses its last digit on the way through a query
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0
venv/bin/python - <<'PY'
import polars
with open("posts.jsonl", "w") as file:
    file.write('{"m":{"v":1.10,"n":1e2}}\n')
seen = polars.read_ndjson("posts.jsonl", schema={"m": polars.String})["m"][0]
print(polars.__version__, seen)
assert seen == '{"v": 1.1, "n": 100}', seen
PY
