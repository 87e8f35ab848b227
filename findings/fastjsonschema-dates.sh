#!/usr/bin/env bash
# fastjsonschema takes full-width digits for a date, and +0800 for an RFC 3339 offset
#
# Guessed: formats as in the other validators: neither is one
# Happens: `２０２４-05-01` passes `format: date` and `2024-05-01T09:41:00+0800` passes `format: date-
#   time`; jsonschema-rs refuses both
# Versions: fastjsonschema 2.22.3, jsonschema-rs 0.60.3
# Matters: what passed the check is refused by the next tool
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fastjsonschema==2.22.3 jsonschema-rs==0.60.3
venv/bin/python -W ignore - <<'PY'
import fastjsonschema, jsonschema_rs
for form, text in (("date", "２０２４-05-01"), ("date-time", "2024-05-01T09:41:00+0800")):
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "string", "format": form}
    fastjsonschema.compile(schema)(text)
    other = jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(text)
    print(form, text, "fastjsonschema: valid, jsonschema-rs:", other)
    assert not other
PY
