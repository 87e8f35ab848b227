#!/usr/bin/env bash
# lxml's htmldiff shows what was deleted behind the paragraphs that were added, and no change of a heading
#
# Guessed: a changed number stands beside the old one, and a heading that became a paragraph is a change
# Happens: with a paragraph added behind it, "It costs 6" changed to "It costs 7" is shown as "It costs 7", the new
#   paragraph, and then the deleted 6, outside all paragraphs. A heading made a
#   paragraph, a line break taken out, and two paragraphs made one are no change
# Versions: lxml 6.1.3
# Matters: a record of corrections shows the old figure at the wrong sentence, and leaves out what changed in shape
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check lxml==6.1.3
venv/bin/python -W ignore - <<'PY'
from lxml.html.diff import htmldiff
pairs = [("<p>It costs 6</p>", "<p>It costs 7</p><p>New line</p>"), ("<h2>Old head</h2>", "<p>Old head</p>"),
         ("<p>one<br>two</p>", "<p>one two</p>"), ("<p>one</p><p>two</p>", "<p>one two</p>")]
seen = [htmldiff(old, new).strip() for old, new in pairs]
print(*seen, sep="\n")
assert seen == ["<p>It costs <ins>7</ins> </p> <p><ins>New line</ins></p> <del>6</del>", "<p>Old head</p>",
                "<p>one two</p>", "<p>one two</p>"]
PY
