#!/usr/bin/env bash
# premailer lets a style attribute win over a rule that says !important
#
# Guessed: !important wins, as in every browser, and in css-inline
# Happens: `<td style="width: 5px">` with `td { width: 10px !important }` keeps 5px in both the style and the
#   attribute; the word !important is gone, so nothing can win it back
# Versions: premailer 3.10.0, css-inline 0.21.0
# Matters: templates use !important to overrule what editors paste: the newsletter that is sent looks unlike its
#   preview
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check premailer==3.10.0 css-inline==0.21.0
venv/bin/python -W ignore - <<'PY'
import re
import css_inline, premailer
page = "<html><head><style>td { width: 10px !important }</style></head><body><table><tr><td style='width: 5px'>a</td></tr></table></body></html>"
seen = [re.search("<td[^>]*>", write(page))[0] for write in (premailer.transform, css_inline.inline)]
print(seen)
assert seen == ['<td style="width:5px" width="5">', '<td style="width: 10px !important">']
PY
