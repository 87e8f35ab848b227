#!/usr/bin/env bash
# readability-lxml changes the quotation marks and dashes of titles, and its short title keeps the site instead of the kicker
#
# Guessed: title() is the page's title, short_title() that without the site's name
# Happens: title() has a hyphen for the dash of "Storm – schools closed" and " for the « and » of a French quotation;
#   short_title() makes "what now? | The Courier" of "Mill: what now? | The Courier", takes "Live:" away, and leaves
#   "Courier » News » …" whole
# Versions: readability-lxml 0.9
# Matters: titles of an archive made with it differ from those on the pages, so that neither search nor comparison
#   finds them
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check readability-lxml==0.9 lxml_html_clean==0.4.4
venv/bin/python -W ignore - <<'PY'
from readability import Document
body = "<p>" + "The mill opens at the river today, says the council, and many came. " * 9 + "</p>"
def titles(title):
    page = Document(f"<html><head><title>{title}</title></head><body><div class='article'>{body}</div></body></html>")
    return page.title(), page.short_title()
seen = [titles(title) for title in ("Storm – schools closed", "« Non », dit le maire de la ville", "Mill: what now? | The Courier",
                                    "Live: the mill opens today", "Courier » News » The mill opens at last")]
print(seen)
assert [title for title, _ in seen[:2]] == ["Storm - schools closed", '" Non ", dit le maire de la ville']
assert [short for _, short in seen[2:]] == ["what now? | The Courier", "the mill opens today",
                                            'Courier " News " The mill opens at last']
PY
