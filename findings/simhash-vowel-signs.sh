#!/usr/bin/env bash
# simhash takes Hindi, Tamil and Thai sentences that differ in vowels for the same
#
# Guessed: other words give another hash, in each script; case and punctuation may be left out
# Happens: "मंत्री ने दान दिया" (the minister gave a donation) and "मंत्री ने दिन दिया" (… a day) are 0 bits apart,
#   and पिता (father) is पता (address): vowel signs and tone marks are no word characters for the pattern that cuts the
#   text up, and are dropped. Russian and English sentences that differ in a vowel are apart
# Versions: simhash 2.1.2
# Matters: near-duplicate detection of an archive in these languages drops stories that only resemble each other
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check simhash==2.1.2
venv/bin/python -W ignore - <<'PY'
from simhash import Simhash
def apart(one, other):
    return Simhash(one).distance(Simhash(other))
seen = [apart(*pair) for pair in (("मंत्री ने दान दिया", "मंत्री ने दिन दिया"), ("पिता", "पता"), ("பள்ளி", "பளள"), ("ไม้", "ไม"))]
other = [apart(*pair) for pair in (("Министр дал дар", "Министр дал дом"), ("minister gave a dan", "minister gave a din"))]
print(seen, other)
assert seen == [0, 0, 0, 0]
assert min(other) > 5
PY
