#!/usr/bin/env bash
# math-core runs two lines of a formula together where no environment stands around them
#
# Guessed: an unknown command is an error, so a line break it cannot write is one too
# Happens: `a = 1 \\ b = 2` becomes MathML that reads a = 1b = 2; within gathered it is two rows
# Versions: math-core 0.9.0
# Matters: kramdown and MathJax posts write formulas of lines without an environment
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check math-core==0.9.0
venv/bin/python - <<'PY'
from importlib.metadata import version
from math_core import LatexToMathML
convert = LatexToMathML().convert_with_local_state
bare = convert(r"a = 1 \\ b = 2", displaystyle=True)
rows = convert(r"\begin{gathered}a = 1 \\ b = 2\end{gathered}", displaystyle=True)
print(version("math-core"), bare, rows.count("<mtr>"))
assert "<mn>1</mn><mi>b</mi>" in bare
assert rows.count("<mtr>") == 2
PY
