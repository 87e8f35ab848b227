"""Where HTML stands on its own."""

from __future__ import annotations

import pytest

from newskit.config.convert import Dialect
from newskit.convert.body import segments
from newskit.convert.body.segments import segment
from newskit.markup.html_spans import balanced_at


@pytest.mark.parametrize(
    ("parts", "at"),
    [
        (["<div>", "<p>a", "</div>", "<b>c"], 2),
        (["<p>a", "<div>"], 0),
        (["<div>", "<li>a", "</div>"], 2),
        (["<li>a</li>"], -1),
        (["<div>", "</section>"], -1),
        (["<div>", "<div>", "</div>"], -1),
    ],
)
def test_html_is_balanced_at_the_first_end_where_nothing_is_open(parts: list[str], at: int) -> None:
    ends = [sum(map(len, parts[: number + 1])) for number in range(len(parts))]
    assert balanced_at("".join(parts), 0, ends) == at


def test_what_is_not_looked_at_any_more_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "<div>\n\n<p>a</p>\n\n</div>\n\nb\n"
    assert [one.kind for one in segment(text, Dialect.COMMONMARK)] == ["html", "blank", "text"]
    monkeypatch.setattr(segments, "_LONGEST_RUN", 2)
    kinds = [one.kind for one in segment(text, Dialect.COMMONMARK) if one.kind != "blank"]
    assert kinds == ["opaque", "html", "opaque", "text"]
