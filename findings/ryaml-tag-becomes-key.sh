#!/usr/bin/env bash
# ryaml reads `!draft text` as a mapping with the key "!draft"
#
# Guessed: the text, or an error as in PyYAML
# Happens: a value with a tag that is unknown is `{"!draft": "text"}`, a value of another type
# Versions: ryaml 0.5.1
# Matters: front matter of CMSs carries tags of its own, and schemas then speak of an object nobody
#   wrote
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ryaml==0.5.1
venv/bin/python -W ignore - <<'PY'
import ryaml
read = ryaml.loads("title: !draft text")
print(read)
assert read == {"title": {"!draft": "text"}}
PY
