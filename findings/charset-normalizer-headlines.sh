#!/usr/bin/env bash
# charset-normalizer calls a headline with one euro sign UTF-16, and a Russian one Japanese
#
# Guessed: short texts are taken for windows-1252, or None comes back
# Happens: "Preis: 5 €" in windows-1252 is utf_16_be and reads as Chinese characters; a Korean
#   headline too; "Новости дня в Москве" in KOI8-R is cp932, half-width katakana. chardet 7.7.0 gets
#   the Korean and the Russian one right
# Versions: charset-normalizer 3.5.2, chardet 7.7.0
# Matters: titles in feeds and headers are such bytes, and what comes out is text without any broken
#   character
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check charset-normalizer==3.5.2 chardet==7.7.0
venv/bin/python -W ignore - <<'PY'
import chardet, charset_normalizer
for text, encoding, wrong in (("Preis: 5 €", "windows-1252", "utf_16_be"), ("서울시 뉴스 속보", "euc-kr", "utf_16_be"), ("Новости дня в Москве", "koi8-r", "cp932")):
    data = text.encode(encoding)
    best = charset_normalizer.from_bytes(data).best()
    print(text, "is called", best.encoding, "and reads", str(best), "; chardet:", chardet.detect(data)["encoding"])
    assert best.encoding == wrong
PY
