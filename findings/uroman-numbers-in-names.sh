#!/usr/bin/env bash
# uroman writes Sichuan as 4chuan, and the year 二〇二四 as "2·2·4"
#
# Guessed: digits of other scripts become 0 to 9; characters of names are romanized
# Happens: a Chinese number at the start of a word becomes figures, in names, too: 四川 is 4chuan, 三峡 3xia, 一些 ("some")
#   1xie and the Japanese 千代田 1000daitian; 百度 and 万科 are baidu and wanke. The zero of years, 〇, is lost
# Versions: uroman 1.3.1.1
# Matters: place names of romanized headlines cannot be found, and years lose their digits
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check uroman==1.3.1.1
venv/bin/python -W ignore - <<'PY'
from uroman import Uroman
roman = Uroman()
seen = [roman.romanize_string(text) for text in ("四川", "三峡", "一些", "千代田", "九江", "百度", "万科", "二〇二四年", "2024年", "三百")]
print(seen)
assert seen == ["4chuan", "3xia", "1xie", "1000daitian", "9jiang", "baidu", "wanke", "2·2·4nian", "2024nian", "300"]
PY
