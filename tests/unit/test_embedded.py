"""Files embedded in addresses: cut short while a body is read, whole in what comes out."""

import base64
import random

from newskit.config.convert import ConvertConfig
from newskit.config.model import ReadConfig
from newskit.convert.html import convert_html
from newskit.jobs.stages import convert_stage
from newskit.markup.text import without_data
from newskit.read.parse import parse_bytes


def _file(seed: int, size: int = 6_000) -> str:
    return base64.b64encode(random.Random(seed).randbytes(size)).decode()


def test_a_file_comes_back_whole_and_the_same_file_is_cut_to_the_same() -> None:
    one, two = _file(1), _file(2)
    text = f"<a;base64,{one} <b;base64,{two} <c;base64,{one} <d"

    short = without_data(text)

    assert short is not None
    assert len(short.text) < 7_000
    assert len(short.rests) == 2
    assert short.undo(short.text) == text
    for start in ("<a", "<b", "<c", "<d"):
        place = short.text.index(start)
        assert text.index(start) == place + short.shift(place)


def test_words_like_the_mark_of_a_file_stay() -> None:
    text = f"newskit0x00000000 <a;base64,{_file(1)} newskit1x00000000"
    short = without_data(text)
    assert short is not None
    assert len(short.text) < 3_000
    assert short.undo(short.text) == text


def test_a_file_ends_before_what_is_no_sign_of_one() -> None:
    for behind in ('"', "%", "é", "=A", "\n", "", ";base64,AAAA"):
        text = f"<a;base64,{_file(1)}{behind}"
        short = without_data(text)
        assert short is not None
        assert short.undo(short.text) == text
        assert (short.rests[0] + behind.lstrip("=")).endswith(text[-2_000:])


def test_short_files_and_other_long_words_stay() -> None:
    assert without_data(f'<img src="data:image/png;base64,{_file(3, 900)}">') is None
    assert without_data("A" * 9_000) is None


def test_conversions_hold_the_whole_file_and_places_behind_it_are_those_of_the_source() -> None:
    data = _file(4, 45_000)
    body = (
        f'<p>One.</p>\n<p><img src="data:image/png;base64,{data}" alt="The quay"> '
        '<span class="note">Two.</span></p>\n'
    )
    post = parse_bytes("a.html", body.encode(), ReadConfig())

    conversion = convert_stage(post, ConvertConfig())

    assert f"![The quay](data:image/png;base64,{data}) Two." in conversion.markdown
    (note,) = [one for one in conversion.differences if "note" in one.text]
    assert convert_html(body).markdown == conversion.markdown
    start = body.index("<span")
    assert (note.line, note.offset) == (2, start)
    assert note.column == start - body.index("<p><img") + 1
