#!/usr/bin/env bash
# langdetect takes Chinese headlines for Korean, with a probability of 0.9999
#
# Guessed: zh-cn or zh-tw; characters that Korean has not used in newspapers for decades rule it out
# Happens: 北京市人民政府公告 and 台北市政府公告 are "ko" at more than 0.9999; 東京の図書館が開館 is "ko" before "ja"
# Versions: langdetect 1.0.9
# Matters: archives are divided by it; a threshold on the probability does not help
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check langdetect==1.0.9
venv/bin/python -W ignore - <<'PY'
from langdetect import DetectorFactory, detect_langs
DetectorFactory.seed = 0
for text in ("北京市人民政府公告", "台北市政府公告"):
    [first, *others] = detect_langs(text)
    print(text, first, others)
    assert first.lang == "ko" and first.prob > 0.9999 and not others
seen = detect_langs("東京の図書館が開館")
print(seen)
assert [guess.lang for guess in seen] == ["ko", "ja"]
PY
