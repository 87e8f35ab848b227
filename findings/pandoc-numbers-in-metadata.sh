#!/usr/bin/env bash
# pandoc shows the title 1.10 as 1.1, 0x1F as 31 and a long number in scientific notation
#
# Guessed: metadata is text: what is written is shown
# Happens: numbers of YAML are read and printed anew: 1.10 → 1.1, 010 → 10, 08 → 8, 0x1F → 31,
#   12345678901234567890 → 1.234567890123456789e19; 1_000 and dates stay
# Versions: pandoc 3.9 (pypandoc_binary 1.17)
# Matters: release notes titled by their version ("1.10") become another release
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17
venv/bin/python -W ignore - <<'PY'
import subprocess, pathlib, pypandoc
pathlib.Path("t.plain").write_text("$title$")
def title(written):
    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "plain", "--template", "t.plain"]
    return subprocess.run(command, input=f"---\ntitle: {written}\n---\n", capture_output=True, text=True, check=True).stdout.strip()
expected = {"1.10": "1.1", "010": "10", "08": "8", "0x1F": "31", "12345678901234567890": "1.234567890123456789e19", "1_000": "1_000", '"1.10"': "1.10"}
print(pypandoc.get_pandoc_version(), {written: title(written) for written in expected})
assert {written: title(written) for written in expected} == expected
PY
