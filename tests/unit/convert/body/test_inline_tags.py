"""Inline HTML of Markdown paragraphs, trusted or proved: both write the same."""

from __future__ import annotations

import pytest

from newskit.config.convert import ConvertConfig, Profile, Semantics
from newskit.convert.body.inline_tags import InlineTags
from newskit.convert.escape import PROFILES, alternative
from newskit.convert.inline import Links

CASES = [
    ("A <b>bold</b> and <i>sly</i> cat.\n", "A **bold** and *sly* cat.\n"),
    ("A <strong>bold</strong>, <em>sly</em>.", "A **bold**, *sly*."),
    ('See <a href="/a?b=1#c">the page</a> now', "See [the page](/a?b=1#c) now"),
    ('See <a href="https://example.org/">https://example.org/</a>',
     "See <https://example.org/>"),
    ("Run <code>make</code> in <u>this</u> folder", "Run `make` in <u>this</u> folder"),
    # Each of these says that more than one element has to be looked at.
    ("A <b>bold</b>", "A **bold**"),
    ("A <u>x <b>y</b></u> z", "A <u>x <b>y</b></u> z"),
    ("A <kbd>x <b>y</b></kbd> z", "A <kbd>x <b>y</b></kbd> z"),
    ("A w<b>or</b>d, <b>(this)</b>s", "A w**or**d, <b>(this)</b>s"),
    ("A <b>x</b><b>y</b> z", "A **x**<b>y</b> z"),
    ("A *<b>x</b>* z", "A *<b>x</b>* z"),
    ("A <b> x </b> z", "A  **x**  z"),
    ("A <b>x*y</b> and <b>x **y** z</b>", "A **x*y** and <b>x **y** z</b>"),
    ("A <code>a_b</code> and <code> c </code>.", "A <code>a_b</code> and <code> c </code>."),
    ("A <b>&nbsp;x</b> y", "A <b>&nbsp;x</b> y"),
    ('A <a href="/x" class="y">z</a> b', "A [z](/x) b"),
    ('A <a href="/x">[z]</a> b', 'A <a href="/x">[z]</a> b'),
    ("A `<b>x</b>` <b>y</b> z", "A `<b>x</b>` **y** z"),
    ("A <!-- <b>x</b> --> y <b>z</b> a", "A <!-- <b>x</b> --> y **z** a"),
]  # fmt: skip


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize(("text", "written"), CASES)
def test_a_paragraph_is_written_alike_trusted_or_proved(
    text: str, written: str, *, trusted: bool
) -> None:
    rules = PROFILES[Profile.PORTABLE]
    links = Links(ConvertConfig(), alternative(rules))
    assert InlineTags(rules, links, Semantics.KEEP, trusted=trusted).convert(text) == written
