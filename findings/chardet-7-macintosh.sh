#!/usr/bin/env bash
# chardet 7 calls short western texts old Macintosh encodings
#
# Guessed: windows-1252 or ISO-8859-1, as release 5 does
# Happens: "Noticias de España: mañana" is MacRoman (reads "EspaÒa"), "Über die Straße, größer"
#   MacIceland ("Straþe"), where release 5.2.0 says ISO-8859-1 and -9, which read them right
# Versions: chardet 7.7.0, 5.2.0
# Matters: an update changes how the same pages are read; confidence is below 0.1, which few callers
#   look at
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chardet==7.7.0
python3 -m venv old
old/bin/pip install --quiet --disable-pip-version-check chardet==5.2.0
old/bin/python - <<'PY'
import chardet
for text in ("Noticias de España: mañana", "Über die Straße, größer"):
    data = text.encode("windows-1252")
    found = chardet.detect(data)["encoding"]
    print(chardet.__version__, found)
    assert data.decode(found) == text, found
PY
venv/bin/python -W ignore - <<'PY'
import chardet
for text, wrong in (("Noticias de España: mañana", "MacRoman"), ("Über die Straße, größer", "MacIceland")):
    data = text.encode("windows-1252")
    found = chardet.detect(data)
    print(chardet.__version__, found["encoding"], round(found["confidence"], 2), data.decode(found["encoding"]))
    assert found["encoding"] == wrong and found["confidence"] < 0.1
PY
