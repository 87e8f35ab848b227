#!/usr/bin/env bash
# DuckDB reads a JSON column whose only text is "infinity" or "epoch" as dates
#
# Guessed: text
# Happens: `{"tag": "infinity"}` is a DATE, 9999-12-31 in Python, and "epoch" is 1 January 1970
# Versions: duckdb 2.0.1
# Matters: small files and samples of tags or titles change type, and the words are gone
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1
venv/bin/python -W ignore - <<'PY'
import duckdb, pathlib
seen = []
for word in ("infinity", "epoch", "eternity"):
    pathlib.Path("x.jsonl").write_text('{"tag": "%s"}\n{"tag": null}\n' % word)
    rows = duckdb.sql("select tag from read_json('x.jsonl')")
    seen.append((str(rows.types[0]), str(rows.fetchall()[0][0])))
print(seen)
assert seen == [("DATE", "9999-12-31"), ("DATE", "1970-01-01"), ("VARCHAR", "eternity")]
PY
