#!/usr/bin/env bash
# Renderers take the Chinese sentence behind a bare address for part of it
#
# Guessed: the address ends before 。, as before a full stop
# Happens: in "见 http://x.example/a。下一句" the link of cmark-gfm and of mistune runs to the end of the
#   text, with %E3%80%82 in it
# Versions: cmarkgfm 2025.10.22, mistune 3.4.0
# Matters: no blank stands behind 。, so every such link is dead
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cmarkgfm==2025.10.22 mistune==3.4.0
venv/bin/python -W ignore - <<'PY'
import cmarkgfm, mistune
text = "见 http://x.example/a。下一句"
seen = [cmarkgfm.github_flavored_markdown_to_html(text), mistune.create_markdown(plugins=["url"])(text)]
print(*seen)
assert all('href="http://x.example/a%E3%80%82' in html for html in seen)
PY
