"""Writes `docs/generators.md` from the tables: ``python -m tests.generators.page``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from tests.generators.values import Value, values
from tests.generators.verdicts import HERE, is_sound, table

PAGE: Final = Path(__file__).parents[2] / "docs" / "generators.md"
_COLUMNS: Final = {
    "jekyll": "Jekyll",
    "hugo-2023": "Hugo",
    "hugo-2026": "Hugo",
    "hexo": "Hexo",
    "zola": "Zola",
    "eleventy": "Eleventy",
    "astro": "Astro",
    "pelican": "Pelican",
    "nikola": "Nikola",
}
_HEAD: Final = """# What each generator reads

The same front matter means different things to different site generators. This page is made from
`tests/generators/outcomes`, where {count} small posts were run through the generators themselves
({versions}),
on {run}, on a machine in the zone Asia/Kolkata, UTC+05:30. `newskit validate` takes its verdicts on
Jekyll and Hugo, and on dates in the others, from these tables, and the formats
`hugo-date` and `eleventy-date` of schemas hold what was seen here.

**Yes**: the date, or the value, that was meant. **Stops**: the whole site is not built. **Left
out**: the site is built without the post, or without its front matter. Anything else is what the
generator made of it, without a word: those are the ones to look for.

A date without an offset is taken for UTC, for the zone of the machine or for that of the site's
settings; each counts as right here. `tests/generators/run.py` runs the values again.
"""
_SECTIONS: Final = (
    ("Dates", "date "),
    ("Dates in TOML front matter (Hugo)", "toml date "),
    ("Titles", "title "),
    ("Tags", "tags"),
    ("Fences, keys and flags", ""),
)
_WORDS: Final = {
    "Invalid Date": "no date",
    "missing": "no value",
    "the time of the run": "the file’s date",
}
_TOML: Final = ("hugo-2023", "hugo-2026")


def render() -> str:
    """The page's text."""
    asked = list(values())
    heads = {name: json.loads(_first(name)) for name in _COLUMNS}
    versions = ", ".join(f"{_COLUMNS[name]} {head['version']}" for name, head in heads.items())
    out = [_HEAD.format(count=len(asked), versions=versions, run=heads["jekyll"]["run"])]
    for title, prefix in _SECTIONS:
        chosen = [v for v in asked if _section(v.name) == prefix]
        columns = [n for n in _COLUMNS if not prefix.startswith("toml") or n in _TOML]
        names = [f"{_COLUMNS[n]} {heads[n]['version']}" for n in columns]
        out.append(
            f"\n## {title}\n\n| written | {' | '.join(names)} |\n|---{'|---' * len(names)}|\n"
        )
        for value in chosen:
            cells = [_cell(value, table(name)[value.name]) for name in columns]
            if len(set(cells)) > 1 or cells[0] != "yes":
                out.append(f"| {_written(value, prefix)} | {' | '.join(cells)} |\n")
    return "".join(out)


def _first(name: str) -> str:
    return (HERE / "outcomes" / f"{name}.jsonl").read_text(encoding="utf-8").partition("\n")[0]


def _section(name: str) -> str:
    return next(prefix for _, prefix in _SECTIONS if name.startswith(prefix))


def _code(text: str) -> str:
    shown = json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in shown)
    shown = shown.replace("|", "\\|")
    return f"`` {shown} ``" if "`" in shown else f"`{shown}`"


def _written(value: Value, prefix: str) -> str:
    if prefix:
        key = "tags:" if prefix == "tags" else ""
        return _code(key + value.name[len(prefix) :]) if value.name != prefix else "(empty)"
    return f"{value.name}: {_code(value.text.replace('Body.', '…'))}"


def _cell(value: Value, row: dict[str, Any]) -> str:
    if "Missing date" in row.get("message", "") and value.key != "date":
        return "wants a date"
    if row["outcome"] != "read":
        return "**stops**" if row["outcome"] == "stops" else "left out"
    if is_sound(value, row):
        return "yes"
    return "shown as text" if row.get("body") else _other(value, row)


def _other(value: Value, row: dict[str, Any]) -> str:
    """What was read in place of what was meant."""
    read = row.get("value")
    if read is None or read == "<nil>":
        return "no value"
    if str(read) in _WORDS:
        return _WORDS[str(read)]
    if value.name.startswith(("date", "toml date")):
        return _code(str(read).replace(".000Z", "Z").replace("T00:00:00Z", ""))
    shown = str(row.get("shown", read))
    return _code(shown) if shown else "empty"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
