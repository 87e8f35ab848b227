"""Kinds of ends that are easily taken for others, in several languages: what stays, what goes."""

from __future__ import annotations

from typing import Any

import pytest

from newskit.config.strip import StripConfig
from newskit.read.parse import parse_text
from newskit.splice import apply_edits
from newskit.strip.match import Rules
from newskit.strip.post import strip_post
from newskit.strip.result import Stripped

# Two paragraphs a language, long enough to tell it by.
PROSE = {
    "de": "Der Rat hat die Mühle am Fluss gekauft, und sie wird im Herbst wieder mahlen.\n\n"
    "Das Rad ist nicht das alte, aber es dreht sich mit dem Wasser, das auch früher kam.\n\n",
    "fr": "Le conseil a acheté le moulin de la rivière, et il va moudre dès l'automne.\n\n"
    "La roue n'est pas la vieille, mais elle tourne avec les eaux qui sont venues du nord.\n\n",
    "es": "El consejo ha comprado el molino del río, y en otoño va a moler para el pueblo.\n\n"
    "La rueda no es la vieja, pero gira con las aguas que vienen del norte y no se para.\n\n",
    "pt": "O conselho comprou o moinho do rio, e no outono ele vai moer para a vila.\n\n"
    "A roda não é a velha, mas gira com as águas que vêm do norte e não para mais.\n\n",
    "it": "Il consiglio ha comprato il mulino del fiume, che in autunno macina per il paese.\n\n"
    "La ruota non è la vecchia, ma gira con le acque che sono venute dal nord.\n\n",
    "en": "The council bought the mill on the river, and it will grind again in autumn.\n\n"
    "The wheel is not the old one, but it turns with the water that came from the north.\n\n",
    "nl": "De raad kocht de molen aan de rivier, en in het najaar maalt hij weer voor ons.\n\n"
    "Het rad is niet het oude, maar het draait met het water dat van de heuvels komt.\n\n",
    "pl": "Rada kupiła młyn nad rzeką i jesienią znowu będzie mełł dla miasta.\n\n"
    "Koło nie jest to stare, ale się kręci z wodą, która jest od północy.\n\n",
    "ru": "Совет купил мельницу у реки, и осенью она снова будет молоть для города.\n\n"
    "Колесо не старое, но оно вращается той же водой, что и прежде.\n\n",
    "zh": "镇委会买下了河边的磨坊，秋天它又会为全镇磨面，孩子们可以进去参观。\n\n"
    "水轮不是旧的那个，但推动它的还是北边流下来的河水，声音也和从前一样。\n\n",
    "ja": "町は川沿いの水車小屋を買い取り、秋にはまた粉をひく予定だという。\n\n"
    "輪は昔のものではないが、北から流れる同じ水で回っている。\n\n",
    "ko": "마을은 강가의 물레방앗간을 사들였고 가을에는 다시 곡식을 찧을 것이다.\n\n"
    "바퀴는 옛것이 아니지만 북쪽에서 내려오는 같은 물로 돌아간다.\n\n",
    "tr": "Meclis nehirdeki değirmeni satın aldı ve sonbaharda yine öğütecek.\n\n"
    "Çark eski çark değil ama kuzeyden gelen bu su ile dönüyor, çok da güzel.\n\n",
}


def stripped(language: str, tail: str, head: str = "title: x\n") -> tuple[str, Stripped]:
    text = f"---\n{head}---\n{PROSE[language]}{tail}\n"
    found = strip_post(parse_text("a.md", text), StripConfig(), Rules())
    return apply_edits(text, found.edits), found


def facts(language: str, tail: str) -> dict[str, Any]:
    return dict(stripped(language, tail)[1].facts)


@pytest.mark.parametrize(
    ("language", "tail"),
    [
        # Corrections, clarifications and editors' notes say something of the article.
        ("de", "Berichtigung: Die Mühle gehört nicht dem Land, sondern dem Müller."),
        ("fr", "Correction : la roue date de 1811, et non de 1911."),
        ("es", "Corrección: la rueda es de 1811 y no de 1911."),
        ("pt", "Correção: a roda é de 1811, não de 1911."),
        ("it", "Rettifica: la ruota è del 1811 e non del 1911."),
        ("nl", "Correctie: het rad is van 1811, niet van 1911."),
        ("pl", "Korekta: koło jest z 1811 roku, nie z 1911."),
        ("ru", "Редакция: в прежнем тексте был указан другой год."),
        ("zh", "编辑：原文中的年份有误，应为1811年。"),
        ("en", "*Editor's note: an earlier version gave the wrong year.*"),
        # Notes on figures name no source of the post.
        ("en", "Source: Author's calculations"),
        ("fr", "Source : calculs de l'auteur"),
        ("es", "Fuente: Elaboración propia"),
        ("pl", "Źródło: Opracowanie własne"),
        ("zh", "来源：作者根据公开数据整理"),
        # Prose that opens with a word of boilerplate.
        ("fr", "Abonnez-vous à ses idées et vous êtes perdus, dit le meunier."),
        ("it", "Iscriviti alla corsa dei mugnai: parte sabato dal ponte."),
        ("es", "Copyright fue la palabra más oída de la noche."),
        ("nl", "Volg de beek en je ziet het rad van onderen."),
        ("en", "Tags: a game for children, played by the mill every evening."),
        ("ja", "転載の話は、この町ではまだ誰もしていない。"),
        ("ko", "구독한 사람들은 모두 방앗간 앞에 모였다."),
        # A licence is named, or there is none.
        ("fr", "Ce texte est sous la pierre de l'entrée, gravé en lettres d'or."),
        ("it", "Questo articolo è distribuito con il giornale del mulino."),
        # Captions of what stands above.
        ("en", '<iframe src="https://v.example/embed/1"></iframe>\n\nSource: Mill Watch'),
        ("de", "{% youtube abc %}\n\nQuelle: Mühlenwacht"),
        ("es", "```\nmill --grind\n```\n\nFuente: Molinos Unidos"),
        # Reading chosen for the article leads elsewhere.
        ("fr", "## Articles similaires\n\n- [Le blé](https://ble.example/1)\n"),
        ("ru", "## Похожие статьи\n\n- [Зерно](https://zerno.example/1)\n"),
        # An item of a digest ends as those above it do.
        (
            "fr",
            (
                "### Un\n\nLa roue tourne.\n\nSource : [Le Bief](https://b.example/1)\n\n"
                "### Deux\n\nLe blé arrive.\n\nSource : [Le Bief](https://b.example/2)"
            ),
        ),
        # A link whose text is the label of a source: code, a front page, a file, a second source.
        ("en", "[Source](https://github.com/mill/wheel)"),
        ("en", "[Source](https://mill.example)"),
        ("de", "[Quelle](/zahlen/rad.csv)"),
        ("en", "> The wheel turns again.\n\n[Source](https://mill.example/2020/wheel)"),
        ("fr", "![roue](r.png)\n\n[Source](https://mill.example/2020/roue)"),
        # The article's own call.
        ("de", "Melden Sie sich für die Führung am Samstag an der Mühle."),
        ("zh", "扫描磨坊门口的二维码，可以看到水轮的老照片。"),
    ],
)
def test_content_stays(language: str, tail: str) -> None:
    text, found = stripped(language, tail)
    assert text == f"---\ntitle: x\n---\n{PROSE[language]}{tail}\n"
    assert found.edits == ()


@pytest.mark.parametrize(
    ("language", "tail", "told"),
    [
        ("fr", "Correction : Jeanne Meunier", {"proofreader": "Jeanne Meunier"}),
        ("es", "Fuente: Gaceta del Río", {"source": "Gaceta del Río"}),
        (
            "nl",
            "Bron: [Molenbode](https://bode.example/2020/1)",
            {"source": "Molenbode", "source_url": "https://bode.example/2020/1"},
        ),
        (
            "de",
            "Original – [Mill Notes](https://mill.example/2020/1)",
            {"source_url": "https://mill.example/2020/1"},
        ),
        (
            "ko",
            "원문 [Mill Notes](https://mill.example/2020/1)",
            {"source_url": "https://mill.example/2020/1"},
        ),
        (
            "it",
            "Tradotto da [Mill Notes](https://mill.example/2020/1)",
            {"source_url": "https://mill.example/2020/1"},
        ),
        (
            "tr",
            "Yazının orijinali: [Mill Notes](https://mill.example/2020/1)",
            {"source_url": "https://mill.example/2020/1"},
        ),
        # A front page or somebody's page is not an article's address.
        (
            "fr",
            "Source : [Le Bief](https://bief.example/)",
            {"source": "Le Bief", "source_home": "https://bief.example/"},
        ),
        (
            "ru",
            "Источник: [Анна](https://t.me/anna)",
            {"source": "Анна", "source_home": "https://t.me/anna"},
        ),
        (
            "nl",
            (
                "Het bericht [De molen](https://b.example/2020/molen) verscheen eerst op "
                "[Molenblog](https://b.example/)."
            ),
            {"source": "Molenblog", "source_url": "https://b.example/2020/molen"},
        ),
        (
            "tr",
            (
                "[Değirmen](https://b.example/2020/degirmen) yazısı ilk önce "
                "[Nehir](https://b.example/) üzerinde ortaya çıktı."
            ),
            {"source": "Nehir", "source_url": "https://b.example/2020/degirmen"},
        ),
        (
            "pl",
            "© 2020 Gazeta Młyńska. Wszelkie prawa zastrzeżone.",
            {"copyright": "Gazeta Młyńska"},
        ),
        ("ja", "タグ：水車、川", {"tags": ["水車", "川"]}),
        ("es", "Etiquetas: molino, río", {"tags": ["molino", "río"]}),
        (
            "fr",
            "[moulin](/tags/moulin) · [rivière](/tags/riviere)",
            {"tags": ["moulin", "rivière"]},
        ),
        (
            "zh",
            "本文由磨坊翻译组翻译",
            {"translator_group": "磨坊翻译组"},
        ),
    ],
)
def test_boilerplate_goes_and_leaves_its_facts(
    language: str, tail: str, told: dict[str, Any]
) -> None:
    text, found = stripped(language, tail)
    assert text.endswith(PROSE[language].rstrip() + "\n")
    said = dict(found.facts)
    assert {key: said.get(key) for key in told} == told
    assert ("source_url" in said) == ("source_url" in told)


@pytest.mark.parametrize(
    ("language", "tail"),
    [
        (
            "de",
            "Vorheriger Artikel: [Zwei](/2)\n\nInhalt: [Alle](/)\n\nNächster Artikel: [Vier](/4)",
        ),
        ("fr", "Précédent : [Deux](/2)\n\nSommaire : [Tout](/)\n\nSuivant : [Quatre](/4)"),
        ("ja", "前の記事：[二](/2)\n\n目次：[全部](/)\n\n次の記事：[四](/4)"),
        ("es", "[Volver](/p/3) | [Arriba](/p/)\n\n© 2020 Gaceta. Todos los derechos reservados."),
        ("de", "<h3>Ähnliche Beiträge</h3>\n<ul>\n<li><a href='/a/'>Das Rad</a></li>\n</ul>"),
        ("fr", "<ul>\n<li>Source : <a href='https://b.example/2020/1'>Le Bief</a></li>\n</ul>"),
        (
            "ru",
            "<blockquote><em>Источник:</em> <a href='https://b.example/1'>Вода</a></blockquote>",
        ),
        ("it", '<p><img src="https://c.example/1" width="1" height="1" alt=""></p>'),
        ("pl", "Zapisz się na nasz newsletter."),
        ("nl", "Schrijf je in voor onze [nieuwsbrief](/post)."),
    ],
)
def test_furniture_goes_whole(language: str, tail: str) -> None:
    assert stripped(language, tail)[0] == f"---\ntitle: x\n---\n{PROSE[language].rstrip()}\n" or (
        stripped(language, tail)[0].split("---\n")[2] == PROSE[language].rstrip() + "\n"
    )


@pytest.mark.parametrize(
    "code", ["{% include a.md %}\n{% include b.md %}", "{{< comments >}}\n{{< related >}}"]
)
def test_template_code_of_several_lines_is_passed_over(code: str) -> None:
    text, found = stripped("fr", f"Source : [Le Bief](https://b.example/2020/1)\n\n{code}")
    assert text.endswith(f"{code}\n")
    assert "Source" not in text.split("---\n")[2]
    assert found.facts["source_url"] == "https://b.example/2020/1"


def test_name_and_address_come_from_one_line() -> None:
    told = facts("es", "Fuente: Diario A\n\nFuente: [Diario B](https://b.example/2020/2)")
    assert (told["source"], told["source_url"]) == ("Diario B", "https://b.example/2020/2")


def test_a_quotation_above_does_not_hold_a_licence() -> None:
    text, found = stripped("fr", "> L'eau va.\n\n> Cet article est publié sous licence CC BY 4.0.")
    assert text.endswith("> L'eau va.\n")
    assert "CC BY 4.0" in found.facts["licence"]


def test_tags_that_the_front_matter_has_are_not_doubled() -> None:
    text, _ = stripped("es", "Etiquetas: molino, río", "tags: [molino, río]\n")
    assert text == f"---\ntags: [molino, río]\n---\n{PROSE['es'].rstrip()}\n"


def test_targets_of_restructured_text_are_passed_over() -> None:
    tail = "© 2020 Mill Notes\n\n.. _`next issue`: https://mill.example/issues"
    text, _ = stripped("en", tail)
    assert text.endswith(
        PROSE["en"].rstrip() + "\n\n.. _`next issue`: https://mill.example/issues\n"
    )


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://medium.com/@ann/the-mill-1f2e", "source_url"),
        ("https://medium.com/@ann", "source_home"),
        ("https://github.com/ann", "source_home"),
        ("https://github.com/ann/mill/issues/1", "source_url"),
        ("https://mill.example/index.html", "source_home"),
        ("https://mill.example/fr/", "source_home"),
        ("https://mill.example/?p=7", "source_url"),
        ("https://mill.example/people/ann/", "source_home"),
    ],
)
def test_an_address_is_an_article_s_or_a_place(url: str, key: str) -> None:
    told = facts("en", f"Source: [Mill Notes]({url})")
    assert told[key] == url
    assert len({"source_url", "source_home"} & told.keys()) == 1


@pytest.mark.parametrize(
    ("language", "tail", "told"),
    [
        (
            "fr",
            "Traduction : Ann Meunier – [article original](https://mill.example/2020/1)",
            {"translator": "Ann Meunier", "source_url": "https://mill.example/2020/1"},
        ),
        (
            "de",
            "Quelle: Mühlenbote | Übersetzung: Ann Müller",
            {"source": "Mühlenbote", "translator": "Ann Müller"},
        ),
        (
            "en",
            "This post was [originally published in Mill Notes](https://mill.example/2020/1).",
            {"source": "Mill Notes", "source_url": "https://mill.example/2020/1"},
        ),
        (
            "zh",
            "原文：[The Mill](https://mill.example/2020/1)",
            {"source": "The Mill", "source_url": "https://mill.example/2020/1"},
        ),
        ("es", "Original: [aquí](https://mill.example/2020/1)", {"source": None}),
    ],
)
def test_several_facts_of_one_line(language: str, tail: str, told: dict[str, Any]) -> None:
    text, found = stripped(language, tail)
    assert text.endswith(PROSE[language].rstrip() + "\n")
    said = dict(found.facts)
    assert {key: said.get(key) for key in told} == told


def test_a_part_that_no_rule_knows_keeps_the_line() -> None:
    tail = "Source : Le Bief | La roue tourne depuis 1811 sans fin"
    assert stripped("fr", tail)[1].edits == ()


@pytest.mark.parametrize(
    "tail",
    [
        "a [Back](/)",
        "[Share this](/s) | [The mill](/m)",
        "[Back](/) | [Wheel](/w) | [Water](/a) | [Flour](/f)",
        "[Back](/) | [A wheel that is older than the mill](/w)",
        "[Back](/) | [Wheel](https://wheel.example/)",
        "[Back](/) | [Read more](/2)",
        "## Related\n\n![](/w.png)",
        "Related: [Wheels](https://wheel.example/1)",
        "[Wheels](https://wheel.example/tag/wheel)",
        "Previous reports: [one](/1) spoke of rust",
        "by experience",
        "- [The wheel](/tags/wheel)",
    ],
)
def test_rows_that_are_not_all_furniture_stay(tail: str) -> None:
    assert stripped("en", tail)[1].edits == ()


@pytest.mark.parametrize(
    "tail",
    [
        "[Back](/) | [Wheel](/w)",
        "![A wheel](/w.jpg)\n\nSource: Mill Notes\n\nTranslation: Ann Miller",
        "![A wheel](/w.jpg)\n\n---\n\nSource: Mill Notes",
    ],
)
def test_rows_and_runs_that_are_furniture_go(tail: str) -> None:
    assert stripped("en", tail)[1].edits != ()


@pytest.mark.parametrize("kind", ["© 2020 Ann Miller", "Translation: Ann Miller", "Source: Mill"])
def test_what_stands_below_a_picture_is_its_caption(kind: str) -> None:
    assert stripped("en", f"![A wheel](/w.jpg)\n\n{kind}")[1].edits == ()


def test_only_a_source_belongs_to_a_quotation() -> None:
    assert stripped("en", "> The wheel turns.\n\nSource: Mill Notes")[1].edits == ()
    assert stripped("en", "> The wheel turns.\n\nTranslation: Ann Miller")[1].edits != ()


@pytest.mark.parametrize(
    ("language", "heading", "line"),
    [
        ("pt", "## Atualização", "- Leia também o [texto sobre a roda](/roda/)."),
        ("en", "### Update (2 May 2021)", "Source: [The Mill](https://mill.example/2021/wheel)"),
        ("de", "## Nachtrag", "Lesen Sie auch: [Das Rad](/rad/)"),
        ("ja", "## 追記", "関連記事：[水車の歴史](/2020/wheel)"),
        ("ru", "<h3>Обновление</h3>\n", "Читайте также: [О колесе](/koleso/)"),
    ],
)
def test_the_section_of_an_update_stays(language: str, heading: str, line: str) -> None:
    assert f"{heading}\n\n{line}" in stripped(language, f"{heading}\n\n{line}")[0]


def test_below_an_update_s_rule_furniture_goes() -> None:
    text, _ = stripped("en", "## Update\n\nThe wheel turns.\n\n---\n\n[Back to top](#top)")
    assert text.endswith("## Update\n\nThe wheel turns.\n")


def test_a_heading_above_what_code_shows_stays() -> None:
    tail = "## Share this post\n\n{% include reports.html %}\n\n[Back to top](#top)"
    assert stripped("en", tail)[0].endswith("## Share this post\n\n{% include reports.html %}\n")


@pytest.mark.parametrize(
    "line",
    [
        "[https://code.example/ann/wheel](https://code.example/ann/wheel)",
        "- <https://mill.example/2020/wheel>",
        "<https://mill.example/>",
    ],
)
def test_an_address_above_a_plea_is_what_the_text_is_about(line: str) -> None:
    text, found = stripped("en", f"{line}\n\nSubscribe to our newsletter.")
    assert text.endswith(f"{line}\n")
    assert not dict(found.facts)


def test_an_address_above_navigation_is_where_a_saved_page_came_from() -> None:
    tail = "<https://mill.example/2020/wheel>\n\n[Back to top](#top)"
    assert facts("en", tail) == {"source_url": "https://mill.example/2020/wheel"}


def test_a_second_address_is_no_source() -> None:
    tail = "<https://b.example/2020/b>\n\nSource: [A](https://a.example/2020/a)"
    assert stripped("en", tail)[0].endswith("<https://b.example/2020/b>\n")


def test_a_definition_may_have_its_address_on_the_line_below() -> None:
    tail = "See [the plan][1].\n\nSource: [The Mill][2]\n\n[1]:\nhttps://a.example/x\n[2]:\n<https://mill.example/2020/wheel>"
    text, found = stripped("en", tail)
    assert text.endswith("See [the plan][1].\n\n[1]:\nhttps://a.example/x\n")
    assert dict(found.facts)["source_url"] == "https://mill.example/2020/wheel"


@pytest.mark.parametrize(
    ("language", "tail", "url"),
    [
        (
            "zh",
            "本文翻译自 [水车](https://link.mill.example/?target=https%3A%2F%2Fa.example%2F2020%2Fb%3Fc%3D1)",
            "https://a.example/2020/b?c=1",
        ),
        (
            "en",
            "Source: [The Mill](https://www.mill.example/url?sa=t&url=https://a.example/2020/b&v=2)",
            "https://a.example/2020/b",
        ),
        (
            "ru",
            "Источник: [Мельница](https://mill.example/away.php?to=https%3A%2F%2Fa.example%2F2020%2Fb)",
            "https://a.example/2020/b",
        ),
        # An archived copy is an address of its own.
        (
            "en",
            "Source: [The Mill](https://web.archive.org/web/2020/https://a.example/2020/b)",
            "https://web.archive.org/web/2020/https://a.example/2020/b",
        ),
    ],
)
def test_the_address_behind_a_forwarding_page_is_the_source(
    language: str, tail: str, url: str
) -> None:
    assert facts(language, tail)["source_url"] == url


@pytest.mark.parametrize(
    ("language", "tail", "told"),
    [
        (
            "zh",
            "来源：镇报　作者：张三　编辑：李四",
            {"source": "镇报", "author": "张三", "editor": "李四"},
        ),
        ("ja", "出典：町新聞　翻訳：山田太郎", {"source": "町新聞", "translator": "山田太郎"}),
        (
            "es",
            "Fuente: El Molino Traducción: Juan Pérez",
            {"source": "El Molino", "translator": "Juan Pérez"},
        ),
    ],
)
def test_labels_that_share_a_line_are_each_a_fact(
    language: str, tail: str, told: dict[str, Any]
) -> None:
    assert facts(language, tail) == told


def test_a_label_that_no_rule_knows_keeps_its_line() -> None:
    tail = "来源：镇报　天气：晴转多云，适合出门"
    text, found = stripped("zh", tail)
    assert text.endswith(f"{tail}\n")
    assert not dict(found.facts)


def test_a_licence_is_no_source() -> None:
    licence = "https://creativecommons.org/licenses/by/4.0/"
    tail = f"この記事は [CC BY 4.0]({licence}) の下に公開されています。"
    assert facts("ja", tail) == {
        "licence": "CC BY 4.0",
        "licence_url": licence,
    }


EDIT = "https://github.com/mill/site/edit/main/news/a.md"


@pytest.mark.parametrize(
    ("language", "tail"),
    [
        ("de", f"Fehler gefunden? [Diese Seite bearbeiten]({EDIT})."),
        ("ko", f"오류를 발견하셨다면 [GitHub]({EDIT})에서 수정해 주세요."),
        ("tr", f"<p>Hata mı buldunuz? <a href='{EDIT}'>Düzenleyin</a></p>"),
        ("nl", "[Bewerken](https://git.mill.example/mill/site/-/edit/main/news/a.md)"),
        ("pl", "[Popraw](https://bitbucket.org/mill/site/src/main/a.md?mode=edit)"),
        (
            "en",
            "See something wrong? Fork [this page's source](https://mill.example/a) and tell us.",
        ),
    ],
)
def test_the_way_to_the_editor_of_a_page_goes(language: str, tail: str) -> None:
    assert stripped(language, tail)[0].endswith(PROSE[language].rstrip() + "\n")


@pytest.mark.parametrize(
    "tail",
    [
        "The code of the wheel is in [wheel.py](https://github.com/mill/site/edit/main/wheel.py).",
        f"The plan of the mill [is kept there]({EDIT}) and [here](https://mill.example/plan).",
        "The source of the mill is [on GitHub](https://github.com/mill/site/blob/main/news/a.md).",
    ],
)
def test_code_that_a_post_is_about_stays(tail: str) -> None:
    assert stripped("en", tail)[0].endswith(f"{tail}\n")


def test_an_empty_paragraph_above_furniture_goes_with_it() -> None:
    tail = "<p>The end of it.</p>\n<p>&nbsp;</p>\n<p>[Back to top](#top)</p>"
    assert stripped("en", tail)[0].endswith("<p>The end of it.</p>\n")


@pytest.mark.parametrize("mark", ["--EOF--", "-- END --", "--完--"])
def test_an_end_mark_between_dashes_is_passed_over(mark: str) -> None:
    assert "Subscribe" not in stripped("en", f"{mark}\n\nSubscribe to our newsletter.")[0]


NAV = "[Prev](a.html) | [TOC](index.html) | {} | [FAQ](../faq.html) | [Next](b.html)"


def test_a_row_of_navigation_goes_with_the_word_for_this_page() -> None:
    assert stripped("en", NAV.format("Talkback"))[0].endswith(PROSE["en"].rstrip() + "\n")
    html = (
        '<a href="a.html">&lt;&lt;&nbsp;Prev</a>&nbsp;|&nbsp;Talkback&nbsp;|&nbsp;'
        '<a href="../faq.html">FAQ</a>&nbsp;|&nbsp;<a href="b.html">Next&nbsp;&gt;&gt;</a>'
    )
    assert stripped("en", html)[0].endswith(PROSE["en"].rstrip() + "\n")


@pytest.mark.parametrize(
    "tail",
    [
        NAV.format("The wheel is older than the mill itself"),
        NAV.format("It turns."),
        "[Prev](a.html) | Talkback | Wheel | Mill | [Next](b.html)",
        "[The wheel](a.html) | Talkback | [The mill](b.html) | [The river](c.html)",
        "[Prev](a.html) and Talkback and [FAQ](../faq.html) and [Next](b.html)",
    ],
)
def test_a_row_that_says_more_stays(tail: str) -> None:
    assert stripped("en", tail)[0].endswith(f"{tail}\n")


def test_what_a_service_exported_keeps_its_address() -> None:
    tail = (
        "<footer>\n<p><a href='https://mill.example/p/e32a'>View original.</a></p>\n"
        "<p>Exported from <a href='https://mill.example'>Mill</a> on March 27, 2019.</p>\n</footer>"
    )
    text, found = stripped("en", tail)
    assert "Exported" not in text
    assert dict(found.facts)["source_url"] == "https://mill.example/p/e32a"


def test_below_a_picture_two_lines_of_attribution_are_the_post_s() -> None:
    source = "Source: [The Mill](https://mill.example/2020/a)"
    tail = f"![wheel](/w.jpg)\n\n{source}\n\nTranslated by: Ann Lee"
    text, found = stripped("en", tail)
    assert text.endswith("![wheel](/w.jpg)\n")
    assert dict(found.facts)["translator"] == "Ann Lee"


def test_a_long_sentence_above_share_links_is_the_text_s() -> None:
    links = "[Twitter](https://twitter.com/share?u=1) [Facebook](https://facebook.com/sharer?u=1)"
    long = (
        f"The mill of the town {'and the river and the wheel ' * 6}is where to share this post on:"
    )
    assert long in stripped("en", f"{long}\n\nShare this post: {links}")[0]


@pytest.mark.parametrize(
    "tail",
    [
        "{{< notice >}}\nSubscribe to our newsletter.\n{{< /notice >}}",
        "{{% notice tip %}}\n\nSubscribe to our newsletter.\n\n{{% /notice %}}",
        "{% note %}\nSubscribe to our newsletter.\n{% endnote %}",
        ":::tip\nSubscribe to our newsletter.\n:::",
        "::: {tip}\n\nSubscribe to our newsletter.\n\n:::",
        '<div class="box">\n{{< notice >}}\nSubscribe to our newsletter.\n{{< /notice >}}\n</div>',
    ],
)
def test_template_code_around_furniture_goes_with_it(tail: str) -> None:
    assert stripped("en", tail)[0].split("---\n", 2)[2].strip() == PROSE["en"].strip()


@pytest.mark.parametrize(
    ("tail", "left"),
    [
        # A title is read, and other words in the frame are content.
        (":::tip The wheel turns\n\nSubscribe to our newsletter.\n\n:::", ":::tip The wheel turns"),
        ('{{< box "The wheel" >}}\nSubscribe to our newsletter.\n{{< /box >}}', "The wheel"),
        ("{{< box >}}\nIt turns.\n\nSubscribe to our newsletter.\n{{< /box >}}", "It turns."),
        # The end of one thing is not the end of another.
        ("{{< one >}}\nSubscribe to our newsletter.\n{{< /two >}}", "{{< one >}}"),
        ("{% one %}\nSubscribe to our newsletter.\n{% endtwo %}", "{% endtwo %}"),
        ("::::one\nSubscribe to our newsletter.\n:::", "::::one"),
    ],
)
def test_template_code_that_holds_more_stays(tail: str, left: str) -> None:
    body = stripped("en", tail)[0]
    assert left in body
    assert "newsletter" not in body


MAP = "{% include map.html %}\n\nBoats came in."
FORM = "Subscribe to our newsletter:\n\n{% include form.html %}"


@pytest.mark.parametrize(
    ("tail", "left"),
    [
        # Code above is not what a line announces; code straight below it is.
        (f"{MAP}\n\n## Related posts\n\n- [Mill](/mill)", MAP),
        (FORM, FORM),
    ],
)
def test_what_announces_code_stays_with_it(tail: str, left: str) -> None:
    assert stripped("en", tail)[0].split("---\n", 2)[2].strip() == PROSE["en"] + left


FIRST = "This post was first published in"


@pytest.mark.parametrize(
    ("tail", "left"),
    [
        (f"The boats came in. {FIRST} [The Mill](https://m.example/a/1).", "The boats came in."),
        (f"The boats came in. <em>{FIRST} The Mill.</em>", "The boats came in."),
        (f"The boats <em>came in.</em> {FIRST} The Mill.", "The boats <em>came in.</em>"),
        # What stands in a tag, a link's text or code is no sentence of the paragraph.
        (f'Look at <img alt="The mill. {FIRST} The Mill." src="/a.png">', None),
        (f"The boats. [They sail. {FIRST} The Mill](https://m.example/a)", None),
        (f"The boats came in, `they said. {FIRST} The Mill`", None),
    ],
)
def test_a_last_sentence_goes_unless_it_stands_within_markup(tail: str, left: str | None) -> None:
    body = stripped("en", tail)[0].split("---\n", 2)[2].strip()
    assert body == PROSE["en"] + (left or tail)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "[**Next: How the wheel turns >**](https://mill.example/2018/wheel/)"),
        ("en", "[Previous post: The river](/river/) | [Next post: The wheel](/wheel/)"),
        ("de", "[Nächster Artikel: Wie das Rad sich dreht](/rad/)"),
        ("zh", "[下一篇：水车是怎样转动的](/wheel/)"),
        ("ko", "[**다음: 물레방아는 어떻게 도는가 >**](/wheel/)"),
        ("ko", "**지난 글:** [물레방아](/mill/)\n\n[지난 글: 강물](/river/)"),
    ],
)
def test_a_link_that_says_which_post_is_next_goes(language: str, line: str) -> None:
    assert stripped(language, line)[0].endswith(PROSE[language].rstrip() + "\n")


@pytest.mark.parametrize(
    "line",
    [
        "[Next steps: how to oil the wheel](/oil/)",
        "Then came [Next: a film on mills](/film/)",
        "[The wheel: how it turns](/wheel/)",
    ],
)
def test_a_link_with_a_colon_of_another_kind_stays(line: str) -> None:
    assert stripped("en", line)[0].endswith(f"{line}\n")


@pytest.mark.parametrize(
    ("language", "furniture", "thanks"),
    [
        ("en", "Next: [The wheel](/wheel/)", "Thanks for reading!"),
        ("en", "Subscribe to our newsletter.", "*Thank you for reading.*"),
        ("de", "Nächster Artikel: [Vier](/4)", "Danke fürs Lesen!"),
        ("es", "[Volver](/p/3) | [Arriba](/p/)", "¡Gracias por leer!"),
        ("ja", "次の記事：[四](/4)", "最後までお読みいただきありがとうございました。"),
        ("ko", "다음 글: [물레방아](/wheel/)", "<br>\n읽어주셔서 감사합니다. 😊"),
    ],
)
def test_thanks_for_reading_stay_and_shield_nothing(
    language: str, furniture: str, thanks: str
) -> None:
    text = stripped(language, f"{furniture}\n\n{thanks}")[0]
    assert furniture not in text
    assert text.endswith(f"{PROSE[language].rstrip()}\n\n{thanks}\n")


@pytest.mark.parametrize(
    "thanks", ["Thanks for reading my book on mills!", "Thanks for the wheel.", "Lee wrote this."]
)
def test_thanks_that_say_more_end_the_walk(thanks: str) -> None:
    tail = f"Next: [The wheel](/wheel/)\n\n{thanks}"
    assert stripped("en", tail)[0].endswith(f"{tail}\n")
