#!/usr/bin/env bash
# Pelican leaves out a post whose date stands in double quotes
#
# Guessed: quotes do not matter, or both kinds are refused
# Happens: `date: "2024-05-01"` is "not a valid date" and the post is left out; `date: '2024-05-01'`
#   is read. Front matter is no YAML there: the quotes are part of the value, and dateutil skips
#   only the apostrophes
# Versions: pelican 4.12.0, Markdown 3.11.3
# Matters: every tool that writes YAML may quote a date
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pelican==4.12.0 markdown==3.11.3
venv/bin/python -W ignore - <<'PY'
from pathlib import Path
from pelican.contents import Article
from pelican.readers import Readers
from pelican.settings import DEFAULT_CONFIG, configure_settings

settings = configure_settings({**DEFAULT_CONFIG, "PATH": ".", "TIMEZONE": "UTC"})

def read(date):
    Path("p.md").write_text(f"---\ntitle: T\ndate: {date}\n---\nText.\n")
    try:
        return str(Readers(settings).read_file(base_path=".", path="p.md", content_class=Article).date)
    except ValueError as error:
        return str(error)

double, single = read('"2024-05-01"'), read("'2024-05-01'")
print(double, "|", single)
assert "not a valid date" in double
assert single.startswith("2024-05-01")
PY
