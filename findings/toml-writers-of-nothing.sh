#!/usr/bin/env bash
# rtoml writes the word "null" for a value that is missing, and toml "None", keys without values, too
#
# Guessed: TOML has no null: the key is left out, or an error
# Happens: rtoml makes `subtitle = "null"` of a missing one; toml, which python-frontmatter writes TOML with, makes
#   the tag "None" of an empty one, and of a table in a list of lists only its keys, without their values
# Versions: rtoml 0.14.0, toml 0.10.2, python-frontmatter 1.3.0, Python 3.11
# Matters: YAML front matter with `subtitle:` or `- ~` becomes posts with the subtitle "null" and the tag "None"
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rtoml==0.14.0 toml==0.10.2 python-frontmatter==1.3.0
venv/bin/python -W ignore - <<'PY'
import tomllib
import frontmatter, rtoml

yaml = "---\ntitle: Open\nsubtitle:\ntags: [news, ~]\nstops: [[{name: Mill, km: 3}]]\n---\nThe mill is open.\n"
post = frontmatter.loads(yaml)
by_toml = frontmatter.dumps(post, handler=frontmatter.TOMLHandler()).split("+++")[1]
by_rtoml = rtoml.dumps(post.metadata)
print("python-frontmatter with toml:", by_toml, "rtoml:", by_rtoml, sep="\n")
read = tomllib.loads(by_toml)
assert read == {"title": "Open", "tags": ["news", "None"], "stops": [[["name", "km"]]]}
read = tomllib.loads(by_rtoml)
assert read["subtitle"] == "null" and read["tags"] == ["news", "null"]
PY
