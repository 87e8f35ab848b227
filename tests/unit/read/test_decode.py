from __future__ import annotations

import pytest

from newskit.read.decode import decode
from newskit.read.parse import parse_bytes

SENTENCES = [
    ("整治虚拟货币挖矿活动的通知,要求各地区各部门", "gb18030"),
    ("整治虛擬貨幣的通知要求各地區部門", "cp950"),
    ("これは日本語のテストです。ニュース", "cp932"),
    ("これは日本語", "iso2022_jp"),
    ("안녕하세요 뉴스입니다 오늘의", "cp949"),
    ("새로운 시장이 문을 열었다고 시청이 밝혔다", "cp949"),
    ('시장은 "공사는 내년 봄에 끝난다"며 주민들에게 양해를 구했다', "cp949"),
    ("新しい路線は来春に開業する予定です。", "euc_jp"),
    ("市政府宣布新的地铁线路将于明年春天开通", "gb18030"),
    ("Привет мир, это новости дня", "cp1251"),
    ("Příliš žluťoučký kůň úpěl ďábelské ódy", "cp1250"),
    ("The café opened in Zürich", "cp1252"),
    ("Noticias de España: mañana", "cp1252"),
    ("hello world, in wide letters", "utf-16-le"),
    ("hello world, the other way round", "utf-16-be"),
    ("---\ntitle: 央行\n---\n一二三：中国人民银行决定下调准备金率\n", "utf-16-le"),
    ("---\ntitle: 央行\n---\n一二三：中国人民银行决定下调准备金率\n", "utf-16-be"),
    ("---\ntitle: Музей\n---\nМузей часов получил подарок\n", "utf-16-le"),
    ("المكتبة العامة تفتح أبوابها\n", "utf-16-be"),
]


@pytest.mark.parametrize(("text", "codec"), SENTENCES)
def test_legacy_text_reads_well_and_says_so(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text
    assert decoded.facts.how != "utf-8"


@pytest.mark.parametrize(("text", "codec"), SENTENCES)
def test_legacy_text_is_written_back_byte_for_byte(text: str, codec: str) -> None:
    data = f"---\ntitle: x\n---\n{text}\n".encode(codec)
    post = parse_bytes("post.md", data)
    assert post.encode(post.text) == data


def test_utf8_is_never_taken_for_anything_else() -> None:
    for text in ("联通", "é", "日本", "naïve café — “quoted”", "\u00c3\u00a9"):
        assert decode(text.encode()).facts.name == "utf-8"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_byte_order_mark_is_remembered_and_written_again(codec: str) -> None:
    data = "\ufeff---\ntitle: ü\n---\nbody\n".encode(codec)
    post = parse_bytes("post.md", data)
    assert post.encoding.bom
    assert post.front_matter.values == {"title": "ü"}
    assert post.encode(post.text) == data


def test_lone_bytes_in_good_utf8_are_kept_and_reported_with_their_place() -> None:
    data = "título ação é isto\nsegunda l\u00ednea ".encode() + b"\x92 fim\n"
    post = parse_bytes("post.md", data)
    assert post.encode(post.text) == data
    (problem,) = [problem for problem in post.problems if problem.code == "NK110"]
    assert (problem.location.line, problem.location.column) == (2, 15)
    assert "0x92" in problem.message


def test_a_label_the_file_declares_is_believed() -> None:
    html = '<meta charset="iso-8859-2"><p>Żółć, dość, później, właśnie, źródło, też</p>'
    decoded = decode(html.encode("iso-8859-2"))
    assert decoded.text == html
    assert decoded.facts.how == "declared"


@pytest.mark.parametrize(
    ("text", "newline", "mixed"),
    [
        ("a\nb\n", "\n", False),
        ("a\r\nb\r\n", "\r\n", False),
        ("a\rb\r", "\r", False),
        ("a\r\nb\r\nc\n", "\r\n", True),
        ("a", "", False),
    ],
)
def test_line_endings_are_told_apart(text: str, newline: str, mixed: bool) -> None:  # noqa: FBT001
    facts = decode(text.encode()).facts
    assert (facts.newline, facts.mixed_newlines) == (newline, mixed)


NEWS = {
    "cp932": "市役所は橋を閉鎖すると発表しました。渡し船が運航されます。",
    "euc_jp": "市役所は橋を閉鎖すると発表しました。渡し船が運航されます。",
    "gb18030": "市政府决定从五月起关闭旧桥，渡船将免费运送行人。",
    "cp950": "市政府決定從五月起關閉舊橋，渡船將免費運送行人。",
    "cp949": "시청은 오월부터 낡은 다리를 닫기로 했습니다. 나룻배가 다닙니다.",
    "cp1251": "Городской совет решил закрыть старый мост с мая.",
}


@pytest.mark.parametrize("codec", NEWS)
@pytest.mark.parametrize("bad", [b"\x98 ", b"\xff "])
def test_an_encoding_stays_in_force_in_spite_of_a_bad_byte(codec: str, bad: bytes) -> None:
    try:
        bad.decode(codec)
        pytest.skip("the codec has this byte")
    except UnicodeDecodeError:
        pass
    data = f"---\ntitle: x\n---\n<p>{NEWS[codec]}</p>\n".encode(codec) + b"<p>" + bad + b"</p>\n"
    post = parse_bytes("a.md", data)
    assert NEWS[codec] in post.text
    assert (post.encoding.name, post.encoding.how) == (codec, "damaged")
    assert post.encode(post.text) == data
    found = [one for one in post.problems if one.code == "NK110"]
    assert [one.location.line for one in found] == [5]


def test_each_bad_place_is_reported() -> None:
    line = f"<p>{NEWS['cp932'] * 2}</p>\n".encode("cp932")
    post = parse_bytes("a.md", line + b"\x94 \n" + line + b"\x98 \n")
    found = [one for one in post.problems if one.code == "NK110"]
    assert [one.location.line for one in found] == [2, 4]
    assert "0x94 cannot be cp932" in found[0].message


@pytest.mark.parametrize("label", ["windows-1251", "x-cp1251", "cp1251"])
def test_a_stated_encoding_stays_in_force(label: str) -> None:
    head = f'<html><head><meta charset="{label}"></head><body><p>'.encode()
    data = head + NEWS["cp1251"].encode("cp1251") + b"</p><p>\x98</p></body></html>"
    assert NEWS["cp1251"] in decode(data).text


def test_utf_8_with_lone_bytes_is_not_taken_for_another_encoding() -> None:
    data = "Über die Brücke, für alle, größer".encode() + b" \x92 \x93\n"
    assert decode(data).facts.name == "utf-8"


def test_mostly_bad_bytes_are_no_encoding() -> None:
    data = b'<meta charset="windows-1253"> \xd2\xaa\xff\xd2\xaa\xff \xd2\xaa\xff\n'
    assert decode(data).facts.name == "utf-8"
