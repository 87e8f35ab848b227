#!/usr/bin/env bash
# mistune's abbr plugin marks abbreviations inside words and addresses
#
# Guessed: an abbreviation is a word of its own, as in PHP Markdown Extra, Python-Markdown and markdown-it-abbr
# Happens: with *[US]: United States, MUSEUM is M<abbr>US</abbr>EUM, and with *[IT] and *[EU], CREDIT and EUROPE are
#   cut so; an address that is written out, too. Code is left alone
# Versions: mistune 3.4.0, Markdown 3.11.3
# Matters: screen readers speak the long form in the middle of headlines in capitals
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mistune==3.4.0 Markdown==3.11.3
venv/bin/python -W ignore - <<'PY'
import markdown, mistune
text = "The US MUSEUM.\n\n*[US]: United States\n"
seen = [mistune.create_markdown(plugins=["abbr"])(text).strip(), markdown.markdown(text, extensions=["abbr"])]
print(seen)
mark = '<abbr title="United States">US</abbr>'
assert seen == [f"<p>The {mark} M{mark}EUM.</p>", f"<p>The {mark} MUSEUM.</p>"]
PY
