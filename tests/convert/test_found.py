"""Sources by which the properties once failed, each cut down to what it needs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newskit.config.convert import ConvertConfig, Dialect, Profile
from newskit.convert.document import convert_body
from newskit.convert.html import convert_html
from newskit.convert.proof.verify import canonical, same
from newskit.post import BodyFormat
from newskit.render.cmark import render_markdown

FOUND = [
    json.loads(line)
    for line in Path(__file__).with_name("found.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("found", [one for one in FOUND if one["dialect"]])
def test_converting_twice_changes_nothing(found: dict[str, str]) -> None:
    config = ConvertConfig(profile=Profile(found["profile"]), dialect=Dialect(found["dialect"]))
    once = convert_body(found["body"], config, BodyFormat.MIXED).markdown
    assert convert_body(once, config, BodyFormat.MIXED).markdown == once


@pytest.mark.parametrize("found", [one for one in FOUND if not one["dialect"]])
def test_what_is_called_proved_shows_the_source(found: dict[str, str]) -> None:
    conversion = convert_html(found["body"], ConvertConfig(profile=Profile(found["profile"])))
    if conversion.proved:
        shown = render_markdown(conversion.markdown)
        assert same(canonical(found["body"]), canonical(shown))
