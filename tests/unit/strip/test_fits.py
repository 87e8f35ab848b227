from __future__ import annotations

import pytest

from newskit.config.strip import Kind
from newskit.strip.facts import clean_name, merge
from newskit.strip.fits import (
    cue_kind,
    is_article,
    is_licence,
    is_name,
    is_profile,
    is_source,
    tags_in,
)
from newskit.strip.match import speaks
from newskit.strip.view import View


@pytest.mark.parametrize(
    "text",
    [
        "Ann Miller",
        "Ann van der Molen",
        "Ann Miller and Bo Carter",
        "Jean-Luc Meunier, Ana Molinera",
        "geekpi",
        "@ann",
        "ann.example.org",
        "王小明",
        "山田太郎、鈴木花子",
        "김철수",
        "Анна Мельник",
        "سارة الطحان",
        "J. R. Miller",
        "Ann Miller, for the Mill team",
        "Ann Miller and Bo Carter, of River",
    ],
)
def test_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "the mill on the river",
        "Ann Miller grinds the flour of the whole town",
        "Mill! Wheel",
        "Is it Ann? Bo",
        "Ann “the wheel” Miller",
        "磨坊的水轮是新的",
        "水車が回る",
        "방앗간을 샀다",
        "The Mill. It turns",
        "A" * 71,
        "One Two Three Four Five Six Seven",
        ", ".join(["Ann Miller"] * 9),
        "Author's calculations",
        "eigene Berechnungen",
        "hand",
        "Hand",
        "me",
        "机器",
    ],
)
def test_sentences_and_notes_are_no_names(text: str) -> None:
    assert not is_name(text)


def test_a_link_makes_a_lower_case_name_one() -> None:
    assert not is_name("the mill blog")
    assert is_name("the mill blog", linked=True)
    assert not is_name("the mill blog of the river", linked=True)


@pytest.mark.parametrize(
    ("text", "linked", "fits"),
    [
        ("dpa", False, True),
        ("heise.de", False, True),
        ("The Daily Mill", False, True),
        ("a report of the council", False, False),
        ("a report of the council", True, True),
        ("x" * 161, True, False),
        ("", True, False),
        ("Own calculations", True, False),
    ],
)
def test_sources(text: str, *, linked: bool, fits: bool) -> None:
    assert is_source(text, linked=linked) is fits


@pytest.mark.parametrize(
    ("text", "urls", "fits"),
    [
        ("CC BY 4.0", (), True),
        ("CC-BY-NC", (), True),
        ("the public domain", (), True),
        ("知识共享署名 4.0", (), True),
        ("the bridge", (), False),
        ("this one", ("https://creativecommons.org/licenses/by/4.0/",), True),
        ("this one", ("https://mill.example/wheel",), False),
        ("CCTV", (), False),
        ("Submit", (), False),
    ],
)
def test_licences(text: str, urls: tuple[str, ...], *, fits: bool) -> None:
    assert is_licence(text, urls) is fits


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://mill.example/2020/1", True),
        ("//mill.example/2020/1", True),
        ("https://mill.example/?p=1", True),
        ("https://mill.example", False),
        ("https://mill.example/index.php", False),
        ("https://mill.example/en-us/", False),
        ("https://mill.example/#top", False),
        ("/2020/1", False),
        ("mailto:ann@mill.example", False),
        ("https://mill.example/~ann/", False),
        ("https://mill.example/~ann/wheel", True),
        ("https://github.com/ann", False),
        ("https://github.com/ann/mill", True),
        ("https://localhost/x", False),
    ],
)
def test_addresses_of_articles(url: str, *, fits: bool) -> None:
    assert is_article(url) is fits


def test_profiles() -> None:
    assert is_profile("https://mill.example/users/ann")
    assert is_profile("https://mastodon.social/@ann")
    assert not is_profile("https://mill.example/users/ann/wheel")
    assert not is_profile("https://mill.example/wheel")


@pytest.mark.parametrize(
    ("text", "linked", "tags"),
    [
        ("mill, river", (), ("mill", "river")),
        ("水车、河流", (), ("水车", "河流")),
        ("mill, mill", (), ("mill",)),
        ("mill river", ("mill", "river"), ("mill", "river")),
        ("mill and a river", ("mill", "river"), ()),
        ("a game for all the children here", (), ()),
        ("nonsense, by the judge", (), ()),
        ("mill, " + "x" * 41, (), ()),
    ],
)
def test_tags(text: str, linked: tuple[str, ...], tags: tuple[str, ...]) -> None:
    assert tags_in(text, linked) == tags


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Miller)", "Ann Miller"),
        ("(Ann Miller)", "Ann Miller"),
        ("《磨坊报》", "磨坊报"),
        ("Ann Miller (Mill)", "Ann Miller (Mill)"),
        (" Ann  Miller, ", "Ann Miller"),
        ("Max M.", "Max M."),
    ],
)
def test_names_are_cleaned(text: str, name: str) -> None:
    assert clean_name(text) == name


def test_one_line_says_where_a_post_comes_from() -> None:
    name, place = ("source", "Mill A"), ("source_url", "https://b.example/1")
    assert merge([(name,), (place,)]) == {"source": "Mill A", "source_url": place[1]}
    both = (("source", "Mill B"), place)
    # The first line that gives an address is the source, and no other line names it.
    assert merge([(place,), (("source", "Mill C"), ("source_url", "https://c.example/3"))]) == {
        "source_url": place[1]
    }
    assert merge([(name,), both]) == {"source": "Mill B", "source_url": place[1]}
    assert merge([(name,), (("source", "Mill B"),)]) == {"source": "Mill A"}
    home = ("source_home", "https://b.example/")
    assert merge([(home,), (place,)]) == {"source_url": place[1]}
    assert merge([(("source_url", "/path"),)]) == {}
    assert merge([(("tags", "a"), ("tags", "b")), (("tags", "a"),)]) == {"tags": ["a", "b"]}
    assert merge([(("author", "Ann"),), (("author", "Bo"),)]) == {"author": "Ann"}


def test_a_language_is_told_by_its_commonest_words() -> None:
    german = "Der Rat hat die Mühle gekauft, und sie ist nicht das alte Werk mit dem Rad."
    assert speaks(german, "de")
    assert not speaks(german, "fr")
    assert speaks(german, "en")
    assert speaks("Mill", "fr")
    assert speaks(f"[x](/der/die/und/das) `der die und das ist` {'Le moulin des bois'}", "fr")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("最新文章都在公众号首发，欢迎关注，扫码加入交流群。", Kind.SUBSCRIBE),
        ("本文首发于公众号。", Kind.SOURCE),
        ("The mill stands.", None),
    ],
)
def test_a_plea_may_name_where_texts_first_appear(text: str, kind: Kind | None) -> None:
    assert cue_kind(View(text)) is kind
