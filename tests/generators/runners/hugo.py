# ruff: noqa: E501, T201
"""Reads posts, one JSON line each ({"name", "text", "key"}), with Hugo; writes what it read.

Each post is a site of its own, because one that Hugo refuses stops the build.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# A page that shows what Hugo made of the post, as JSON.
LAYOUT = """{{- $v := index .Params (site.Params.asked) -}}
{{- $plain := printf "%v" $v -}}
{{- if reflect.IsSlice $v -}}{{- $plain = $v -}}{{- end -}}
{{- if in (slice "bool" "int" "int64" "uint64" "float64" "string") (printf "%T" $v) -}}{{- $plain = printf "%v" $v -}}{{- end -}}
{{- dict "type" (printf "%T" $v) "value" $plain "shown" .Title "draft" .Draft "weight" .Weight
  "date" (.Date.Format "2006-01-02T15:04:05Z07:00") "body" (.RawContent | truncate 40) | jsonify -}}
"""
CONFIG = """disableKinds = ["home", "section", "taxonomy", "term", "sitemap", "RSS", "404", "robotsTXT"]
buildDrafts = true
buildFuture = true
buildExpired = true
[params]
asked = "{key}"
"""


def read(hugo: str, row: dict[str, str]) -> dict[str, object]:
    """What this Hugo makes of one post."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        for name in ("content/posts", "layouts/_default"):
            (site / name).mkdir(parents=True)
        (site / "config.toml").write_text(CONFIG.replace("{key}", row["key"]), encoding="utf-8")
        (site / "layouts/_default/single.html").write_text(LAYOUT, encoding="utf-8")
        (site / "content/posts/p.md").write_bytes(row["text"].encode())
        done = subprocess.run(
            [hugo, "--source", folder], capture_output=True, text=True, check=False
        )
        told = (done.stderr + "\n" + done.stdout).replace(str(site.resolve()), "")
        said = " ".join(re.findall(r"(?:ERROR|WARN|Error:).*", re.sub(r"\x1b\[\d*m", "", told)))
        if done.returncode:
            return {"outcome": "stops", "message": said[:300]}
        built = list((site / "public").rglob("index.html"))
        if not built:
            return {"outcome": "dropped", "message": said[:300]}
        found = json.loads(built[0].read_text(encoding="utf-8"))
        found["date"] = {"type": "Time", "value": found["date"]}
        return {"outcome": "warned" if said else "read", "message": said[:300], **found}


def main(hugo: str) -> None:
    """Ask this Hugo about each row of standard input."""
    told = subprocess.run([hugo, "version"], capture_output=True, text=True, check=True).stdout
    print(json.dumps({"version": re.search(r"hugo v(\d[\d.]+)", told)[1]}))
    for line in sys.stdin:
        row = json.loads(line)
        print(json.dumps({"name": row["name"], **read(hugo, row)}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
