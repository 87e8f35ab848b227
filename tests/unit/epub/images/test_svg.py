from __future__ import annotations

import pytest

from newskit.epub.images import sanitise_svg

START = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def _clean(inside: str, attributes: str = "") -> str:
    cleaned = sanitise_svg(f"{START}{attributes}>{inside}</svg>".encode())
    assert cleaned is not None
    return cleaned.decode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>run()</script>",
        '<image xlink:href="https://x.example/a.png"/>',
        '<style>@import "https://x.example/a.css";</style>',
        "<foreignObject><p>x</p></foreignObject>",
        '<rect onclick="run()"/>',
        '<rect fill="url(https://x.example/#g)"/>',
        '<use xlink:href="https://x.example/#g"/>',
        '<animate attributeName="href" values="javascript:run()"/>',
    ],
)
def test_nothing_that_runs_or_reaches_out_is_left(inside: str) -> None:
    cleaned = _clean(inside).lower()
    for trace in ("run()", "x.example", "script", "import"):
        assert trace not in cleaned


def test_the_drawing_is_left() -> None:
    drawing = (
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
        '<rect width="9" fill="url(#g)"/><use href="#g"/><text>words</text>'
    )
    assert drawing in _clean(drawing)


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg", b"<html/>", b'<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'],
)
def test_what_is_no_svg(data: bytes) -> None:
    assert sanitise_svg(data) is None


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE svg [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>' + START + "><text>&b;</text></svg>"
    )
    assert b"xx" not in (sanitise_svg(bomb.encode()) or b"")
