#!/usr/bin/env bash
# html2text puts a blank after bold text inside a Chinese or Japanese word
#
# Guessed: no blank where the HTML has none
# Happens: `日<b>本</b>語` becomes `日**本** 語`: "日本語" is two words then; `日<i>本</i>語` too
# Versions: html2text 2025.4.15
# Matters: scripts without blanks get wrong ones, and search for the word fails
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check html2text==2025.4.15
venv/bin/python -W ignore - <<'PY'
import html2text
seen = [html2text.html2text(f"<p>日<{tag}>本</{tag}>語</p>").strip() for tag in ("b", "i")]
print(seen)
assert seen[0] == "日**本** 語"
assert " 語" in seen[1]
PY
