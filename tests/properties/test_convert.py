"""Whatever HTML comes in: proved or reported, twice equals once, text never becomes markup."""

from __future__ import annotations

import html
import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from newskit.config.convert import ConvertConfig, Dialect, Profile, Semantics
from newskit.convert.conventions.read import Around, read_conventions
from newskit.convert.document import convert_body
from newskit.convert.html import convert_html, make_walk
from newskit.convert.notes import Note
from newskit.convert.pieces import write
from newskit.convert.proof.verify import canonical, same
from newskit.convert.tree import body_html, parse
from newskit.post import BodyFormat
from newskit.render.cmark import render_markdown
from tests.properties.bodies import BODIES, EXAMPLES, FRAGMENTS

PROFILES = st.sampled_from(list(Profile))
TEXTS = st.text(
    st.one_of(st.sampled_from("<>&\"'\\`*_[](){}#!|~$:/-+=. scriptimg"), st.characters()),
    max_size=30,
)
TAG = re.compile(
    r"<(?!!-- -->|/?(?:p|em|strong|del|a|br|h1|code|pre|table|thead|tbody|tr|th|td|ul|li)\b)"
)
ADDRESS = re.compile(r"<[a-zA-Z][a-zA-Z0-9+.-]*:")


@settings(max_examples=EXAMPLES or 200, deadline=None)
@given(FRAGMENTS, PROFILES)
def test_proved_or_reported(source: str, profile: Profile) -> None:
    assume(not ADDRESS.search(source))  # read as a link, as in Markdown; HTML has an element here
    config = ConvertConfig(profile=profile)
    # What conventions mean has proofs and tests of its own; here the document is compared as it is.
    body = body_html(source)
    assume(read_conventions(body, config, Around(), source)[0] == body)
    conversion = convert_html(source, config)
    if conversion.proved:
        assert same(canonical(source), canonical(render_markdown(conversion.markdown)))
    else:
        assert [found for found in conversion.differences if found.kind == "structure"]


@settings(max_examples=EXAMPLES or 300, deadline=None)
@given(FRAGMENTS, PROFILES, st.sampled_from(Semantics))
def test_what_is_written_directly_is_what_is_written_of_atoms(
    source: str, profile: Profile, semantics: Semantics
) -> None:
    config = ConvertConfig(profile=profile, semantics=semantics)
    found: list[tuple[str, list[Note]]] = []
    for lean in (True, False):
        walk = make_walk(parse(source), config, lean=lean)
        blocks = walk.run(1, len(walk.events) - 1)
        found.append((write(blocks, walk), walk.notes))
    assert found[0] == found[1]


@settings(max_examples=EXAMPLES or 150, deadline=None)
@given(BODIES, PROFILES, st.sampled_from([Dialect.KRAMDOWN, Dialect.COMMONMARK]))
def test_twice_equals_once(body: str, profile: Profile, dialect: Dialect) -> None:
    config = ConvertConfig(profile=profile, dialect=dialect)
    once = convert_body(body, config, BodyFormat.MIXED).markdown
    assert convert_body(once, config, BodyFormat.MIXED).markdown == once


@settings(max_examples=EXAMPLES or 200, deadline=None)
@given(
    TEXTS,
    PROFILES,
    st.sampled_from(
        [
            "<p>{}</p>",
            "<h1>{}</h1>",
            "<ul><li>{}</ul>",
            "<table><tr><th>{}</table>",
            "<pre>{}</pre>",
            "<p>x<b>{}</b>y</p>",
            '<a href="/x">{}</a>',
            "<code>{}</code>",
            "<p>a<br>{}</p>",
        ]
    ),
)
def test_text_never_becomes_markup(text: str, profile: Profile, frame: str) -> None:
    source = frame.format(html.escape(text))
    shown = render_markdown(convert_html(source, ConvertConfig(profile=profile)).markdown)
    assert not TAG.search(shown), shown


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_markdown_without_tags_is_untouched(body: str) -> None:
    if not re.search("</?[a-zA-Z]", body):
        assert convert_body(body, ConvertConfig(), BodyFormat.MARKDOWN).markdown == body
