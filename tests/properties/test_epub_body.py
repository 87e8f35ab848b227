"""Random bodies: always well-formed, nothing lost."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from newskit.epub.article import labels_for
from newskit.epub.content.body import body_markup
from newskit.epub.content.state import Notes

_TAG_NAMES = """
a abbr b blockquote br center cite code dd del details div dl dt em figcaption figure font h1 h2 h3
hr i img ins li main ol p pre q rp rt ruby s section span strong sub summary sup table tbody td
tfoot th thead tr u ul x-note
"""
_TAGS = _TAG_NAMES.split()
_ATTRIBUTES = (
    "",
    ' class="c"',
    ' id="a"',
    ' href="#a"',
    ' href="https://e.example/?a=1&amp;b=2"',
    " lang='fr'",
    ' title="a\nb"',
    ' style="font-weight:bold"',
    ' align="center"',
    ' colspan="2"',
    ' value="3"',
    " CLASS=x",
)
_TEXTS = (
    "word",
    " ",
    "\n",
    "漢字",
    "عربي",
    "&amp;",
    "&nbsp;",
    "&#8364;",
    "&#128;",
    "a > b",
    "/>",
    "\x08",
)
_WORDS = ("word", "漢字", "عربي")

_pieces = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.builds("<{}/>".format, st.sampled_from(_TAGS)),
    st.sampled_from(_TEXTS),
)
_wild = st.lists(_pieces, max_size=40).map("".join)


def _notes() -> Notes:
    return Notes("", labels_for("en"))


@settings(max_examples=150, deadline=None)
@given(_wild)
def test_any_body_becomes_xml_with_all_its_words(html: str) -> None:
    text = "".join(ET.fromstring(body_markup(html, _notes())).itertext())
    for word in _WORDS:
        assert text.count(word) >= html.count(word)


@settings(max_examples=150, deadline=None)
@given(_wild)
def test_ids_are_unique_and_links_lead_somewhere(html: str) -> None:
    root = ET.fromstring(body_markup(html, _notes()))
    ids = Counter(element.get("id") for element in root.iter() if element.get("id"))
    assert all(count == 1 for count in ids.values())
    for link in root.iter("a"):
        address = link.get("href", "")
        assert not address.startswith("#") or address[1:] in {*ids, "nk-top"}
