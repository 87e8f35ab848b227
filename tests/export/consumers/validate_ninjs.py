"""Validate items against the official ninjs 3.1 schema, formats too: `schema file` → counts."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

schema = json.loads(Path(sys.argv[1]).read_bytes())
# The schema refers to that of GeoJSON for places, of which the items have none.
anything = Resource.from_contents({"$schema": "https://json-schema.org/draft/2020-12/schema"})
registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", anything)
checker = FormatChecker()
missing = {"uri", "date-time"} - set(checker.checkers)
if missing:
    sys.exit(f"jsonschema cannot check {missing}: install jsonschema[format]")
validator = Draft202012Validator(schema, registry=registry, format_checker=checker)
rows, faults, uris = 0, [], set()
with Path(sys.argv[2]).open(encoding="utf-8") as lines:
    for line in lines:
        item = json.loads(line)
        rows += 1
        uris.add(item["uri"])
        faults += [
            f"{list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(item)
        ]
json.dump({"rows": rows, "ids": len(uris), "faults": faults[:5]}, sys.stdout)
