#!/usr/bin/env bash
# iso8601 reads the 122nd day of 2024, which is 1 May, as 22 January
#
# Guessed: 2024-122 is an ordinal date of ISO 8601, read as 1 May or refused
# Happens: iso8601 takes it for month 1, day 22; 2024-111 for 11 January; 2024-013 and 2024-366
#   are errors. isodate reads them by ISO 8601, but "20" as 1 January 2001, the first day of the century
# Versions: iso8601 2.1.0, isodate 0.7.2
# Matters: some dates with a day of the year move by months without an error, others are refused
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check iso8601==2.1.0 isodate==0.7.2
venv/bin/python - <<'PY'
import iso8601, isodate
def read(parse, text):
    try:
        return str(parse(text))[:10]
    except Exception as error:
        return type(error).__name__
texts = ["2024-122", "2024-013", "2024-111", "2024-366", "20"]
seen = {text: (read(iso8601.parse_date, text), read(isodate.parse_date, text)) for text in texts}
print(seen)
assert seen == {"2024-122": ("2024-01-22", "2024-05-01"), "2024-013": ("ParseError", "2024-01-13"),
                "2024-111": ("2024-01-11", "2024-04-20"), "2024-366": ("ParseError", "2024-12-31"),
                "20": ("ParseError", "2001-01-01")}
PY
