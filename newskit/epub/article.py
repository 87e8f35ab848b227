"""A prepared article, which travels from the workers to the book, and what it shows of a record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Self, cast

from newskit.epub.content.values import absolute_url, one_line, safe_url

# The few words a book needs of its own, in the language of the book or the post.

# Days and months written as a language writes them; ISO 8601 where there is no table.


# Language, then the pattern of a day, that of a month, and the months' names.
_CALENDARS = """
en|{day} {name} {year}|{name} {year}|January February March April May June July August September
 October November December
de|{day}. {name} {year}|{name} {year}|Januar Februar März April Mai Juni Juli August September
 Oktober November Dezember
fr|{day} {name} {year}|{name} {year}|janvier février mars avril mai juin juillet août septembre
 octobre novembre décembre
es|{day} de {name} de {year}|{name} de {year}|enero febrero marzo abril mayo junio julio agosto
 septiembre octubre noviembre diciembre
pt|{day} de {name} de {year}|{name} de {year}|janeiro fevereiro março abril maio junho julho agosto
 setembro outubro novembro dezembro
it|{day} {name} {year}|{name} {year}|gennaio febbraio marzo aprile maggio giugno luglio agosto
 settembre ottobre novembre dicembre
ar|{day} {name} {year}|{name} {year}|يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر
 نوفمبر ديسمبر
he|{day} ב{name} {year}|{name} {year}|ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר
 נובמבר דצמבר
zh|{year}年{month}月{day}日|{year}年{month}月|
ja|{year}年{month}月{day}日|{year}年{month}月|
ko|{year}년 {month}월 {day}일|{year}년 {month}월|
"""
_PATTERNS = MappingProxyType(
    {
        language: (day, month, names.split())
        for language, day, month, names in (
            row.split("|") for row in _CALENDARS.strip().replace("\n ", " ").splitlines()
        )
    }
)


def format_day(day: str, language: str) -> str:
    """Write ``YYYY-MM-DD`` as the language does; other texts stay as they are."""
    parts = day.split("-")
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return day
    return _write(parts, language, 0) or day


def format_month(month: str, language: str) -> str:
    """Write ``YYYY-MM`` as the language does; other texts stay as they are."""
    parts = month.split("-")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        return month
    return _write([*parts, "0"], language, 1) or month


def _write(parts: list[str], language: str, pattern: int) -> str:
    primary = language.split("-", maxsplit=1)[0]
    found = _PATTERNS.get("en" if primary == "und" else primary)
    if found is None:
        return ""
    year, month, day = (int(part) for part in parts)
    names = found[2]
    name = names[month - 1] if names and 1 <= month <= 12 else ""
    written = found[0] if pattern == 0 else found[1]
    return written.format(year=year, month=month, day=day, name=name)


# Dates of records: the day a post belongs to, and instants as the package needs them.


_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as a record states it.

    Attributes:
        day: ``YYYY-MM-DD`` in its own time zone; empty when there is none.
        time: ``HH:MM`` in its own time zone; empty for a bare date.
        machine: what HTML's ``datetime`` takes (HTML, section 2.3.5); empty when there is none.
        instant: ``YYYY-MM-DDThh:mm:ssZ``; a date without offset is taken as UTC.
    """

    day: str = ""
    time: str = ""
    machine: str = ""
    instant: str = ""


def read_moment(value: object) -> Moment:
    """Read an ISO 8601 date or date and time; anything else has no moment."""
    text = value.strip() if isinstance(value, str) else ""
    match = _DAY.match(text)
    if match is None:
        return Moment()
    day = match.group(1)
    try:
        date.fromisoformat(day)
    except ValueError:
        return Moment()
    bare = Moment(day, machine=day, instant=f"{day}T00:00:00Z")
    if len(text) == len(day):
        return bare
    try:
        stated = datetime.fromisoformat(text).replace(microsecond=0)
        offset = stated.utcoffset()
        if offset is not None and offset.total_seconds() % 60:
            return bare
        instant = stated.replace(tzinfo=UTC) if offset is None else stated.astimezone(UTC)
    except (ValueError, OverflowError):
        return bare
    return Moment(
        day=day,
        time=f"{stated:%H:%M}",
        machine=stated.isoformat(),
        instant=f"{instant.isoformat()[:19]}Z",
    )


@dataclass(frozen=True, slots=True)
class Labels:
    """Words in one language, each as it stands in a page."""

    contents: str
    cover: str
    title_page: str
    dates: str
    news: str
    undated: str
    untitled: str
    previous: str
    next: str
    posts: str
    original: str
    source: str
    author: str
    image: str
    video: str
    audio: str
    embedded: str
    script: str
    link: str

    def count(self, number: int) -> str:
        """Say how many posts there are, without a plural to get wrong."""
        return self.posts.format(number)

    def labelled(self, label: str) -> str:
        """Put the colon of the language after a word."""
        wide = unicodedata.east_asian_width(self.contents[0]) == "W"
        return f"{label}：" if wide and self.contents != "차례" else f"{label}: "


# A row for each language, its words in the order of the fields; a line that starts with a bar
# continues the row.
_TABLE = """
en|Contents|Cover|Title page|Dates|News|Undated|Untitled|Previous|Next|Articles: {}
|Original|Source|Author|Image|Video|Audio|Embedded page|Script|Link
zh|目录|封面|书名页|日期索引|新闻|日期不详|无标题|上一篇|下一篇|{} 篇文章|原文链接|来源
|作者|图片|视频|音频|嵌入页面|脚本|链接
zh-Hant|目錄|封面|書名頁|日期索引|新聞|日期不詳|無標題|上一篇|下一篇|{} 篇文章|原文連結
|來源|作者|圖片|影片|音訊|嵌入頁面|指令碼|連結
ja|目次|表紙|扉|日付索引|ニュース|日付なし|無題|前の記事|次の記事|{} 件の記事|元の記事
|出典|著者|画像|動画|音声|埋め込みページ|スクリプト|リンク
ko|차례|표지|속표지|날짜 색인|뉴스|날짜 없음|제목 없음|이전|다음|기사 {}개|원문|출처
|글쓴이|이미지|동영상|오디오|삽입된 페이지|스크립트|링크
ar|المحتويات|الغلاف|صفحة العنوان|فهرس التواريخ|أخبار|بدون تاريخ|بدون عنوان|السابق|التالي
|المقالات: {}|النص الأصلي|المصدر|الكاتب|صورة|فيديو|صوت|صفحة مضمنة|برنامج نصي|رابط
fa|فهرست|جلد|صفحهٔ عنوان|نمایهٔ تاریخ|اخبار|بدون تاریخ|بدون عنوان|قبلی|بعدی|مطالب: {}
|متن اصلی|منبع|نویسنده|تصویر|ویدئو|صدا|صفحهٔ جاسازی‌شده|اسکریپت|پیوند
he|תוכן|כריכה|עמוד השער|מפתח תאריכים|חדשות|ללא תאריך|ללא כותרת|הקודם|הבא|כתבות: {}|המקור
|מקור|מאת|תמונה|וידאו|שמע|עמוד מוטבע|סקריפט|קישור
ru|Содержание|Обложка|Титул|Указатель дат|Новости|Без даты|Без названия|Назад|Вперёд
|Статьи: {}|Оригинал|Источник|Автор|Изображение|Видео|Аудио|Встроенная страница|Скрипт
|Ссылка
de|Inhalt|Umschlag|Titelseite|Daten|Nachrichten|Ohne Datum|Ohne Titel|Zurück|Weiter
|Artikel: {}|Original|Quelle|Autor|Bild|Video|Audio|Eingebettete Seite|Skript|Link
fr|Sommaire|Couverture|Page de titre|Dates|Actualités|Sans date|Sans titre|Précédent
|Suivant|Articles : {}|Original|Source|Auteur|Image|Vidéo|Audio|Page intégrée|Script|Lien
es|Índice|Cubierta|Portada|Fechas|Noticias|Sin fecha|Sin título|Anterior|Siguiente
|Artículos: {}|Original|Fuente|Autor|Imagen|Vídeo|Audio|Página incrustada|Script|Enlace
pt|Índice|Capa|Folha de rosto|Datas|Notícias|Sem data|Sem título|Anterior|Seguinte
|Artigos: {}|Original|Fonte|Autor|Imagem|Vídeo|Áudio|Página incorporada|Script|Ligação
it|Indice|Copertina|Frontespizio|Date|Notizie|Senza data|Senza titolo|Precedente
|Successivo|Articoli: {}|Originale|Fonte|Autore|Immagine|Video|Audio|Pagina incorporata
|Script|Collegamento
"""

_ROWS = _TABLE.strip().replace("\n|", "|").splitlines()
_LABELS = MappingProxyType(
    {language: Labels(*words) for language, *words in (row.split("|") for row in _ROWS)}
)


def labels_for(language: str) -> Labels:
    """Return the words for a BCP 47 tag; English where there is no table."""
    subtags = language.split("-")
    if subtags[0] in {"zh", "yue"} and {"Hant", "TW", "HK", "MO"}.intersection(subtags):
        return _LABELS["zh-Hant"]
    return _LABELS.get(subtags[0], _LABELS["en"])


# The parts of a record that an article shows, read leniently: a record may come from anywhere.


@dataclass(frozen=True, slots=True)
class BookFacts:
    """Who, when and where of a post, as clean one-line texts and safe URLs."""

    path: str
    identifier: str
    url: str
    title: str
    authors: tuple[str, ...]
    published: Moment
    modified: Moment
    language: str
    summary: str
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    source: str
    source_url: str
    publisher: str
    license: str
    templates: tuple[str, ...] = ()


def read_facts(record: Mapping[str, object], base_url: str = "") -> BookFacts:
    """Read the default record; a value of another type than expected counts as absent.

    Args:
        record: the record.
        base_url: what a URL without host belongs to; may be empty.
    """
    provenance = _inside(_inside(record, "metadata"), "newskit")
    path = provenance.get("path")
    authors = _texts(record.get("authors")) or _texts(record.get("byline"))
    return BookFacts(
        path=_text(path) or _text(record.get("id")),
        identifier=_text(record.get("id")),
        url=safe_url(absolute_url(_text(record.get("url")), base_url)),
        title=_text(record.get("title")),
        authors=authors,
        published=read_moment(record.get("date_published")),
        modified=read_moment(record.get("date_modified")),
        language=_text(record.get("language")),
        summary=_text(record.get("summary")),
        categories=_texts(record.get("categories")),
        tags=_texts(record.get("tags")),
        source=_text(record.get("source")),
        source_url=safe_url(_text(record.get("source_url"))),
        publisher=_text(record.get("publisher")),
        license=_text(record.get("license")),
        templates=_texts(provenance.get("templates")),
    )


def _inside(record: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = record.get(key)
    return cast("Mapping[str, object]", value) if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        text = _text(value)
        return (text,) if text else ()
    if not isinstance(value, list | tuple):
        return ()
    names = (_named(item) for item in cast("Sequence[object]", value))
    return tuple(name for name in names if name)


def _named(item: object) -> str:
    """A text, or the name of an object that has one."""
    if isinstance(item, Mapping):
        return _text(cast("Mapping[str, object]", item).get("name"))
    return _text(item)


# Pages on disk while a book is planned, so that memory holds only what a plan needs.


@dataclass(frozen=True, slots=True)
class SpoolEntry:
    """An article without its page, and where the page is spooled."""

    article: PreparedArticle
    offset: int
    length: int


class Spool:
    """One file that pages are appended to and read back from; removed with its folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._size = 0

    def __enter__(self) -> Self:
        self._file = self._path.open("x+b")
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def add(self, article: PreparedArticle) -> SpoolEntry:
        """Put the page of `article` away."""
        self._file.seek(self._size)
        self._file.write(article.page)
        entry = SpoolEntry(replace(article, page=b"", changes=()), self._size, len(article.page))
        self._size += entry.length
        return entry

    def page(self, entry: SpoolEntry) -> bytes:
        """Read the page of `entry` back."""
        self._file.seek(entry.offset)
        return self._file.read(entry.length)


@dataclass(frozen=True, slots=True)
class Change:
    """Something a post holds that an EPUB cannot, and what became of it.

    Attributes:
        kind: stable name: ``script``, ``iframe``, ``form``, ``control-character`` …
        detail: what it was, shortened (a URL, an element, a character).
        action: what became of it, such as ``labelled link``, ``text`` or ``dropped``.
    """

    kind: str
    detail: str
    action: str


@dataclass(frozen=True, slots=True)
class ImageSlot:
    """A place in a page where an image may stand once it is known whether there is one.

    Attributes:
        source: URL or path as the post gives it, resolved against the post's URL if it has one.
        link: URL that may stand in a link; empty when the source is not a public address.
        alt: text alternative; empty when the post gives none.
        label: the words of the link that stands in for the image.
        width: width in CSS pixels; 0 when unknown.
        height: height in CSS pixels; 0 when unknown.
        in_link: True inside a link, where no second link may stand.
        file: path of the image where it lies in the archive; empty where it does not.
    """

    source: str
    link: str
    alt: str
    label: str
    width: int = 0
    height: int = 0
    in_link: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class PostLink:
    """A link that may lead to a post of the same book.

    Attributes:
        names: what the post may be called, the likeliest first.
        fragment: the place in it; may be empty.
        outside: URL that the link has where no such post is in the book; empty where there is none.
        given: the link as the post has it.
    """

    names: tuple[str, ...]
    fragment: str
    outside: str
    given: str


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """A post ready for a book; small, immutable, picklable.

    Attributes:
        path: where the post came from, for messages and image paths.
        title: title as plain text, never empty.
        language: well-formed BCP 47 tag.
        direction: ``ltr`` or ``rtl``.
        day: ``YYYY-MM-DD`` in the post's own time zone; empty when undated.
        order: sort key within the day (time of day, then path).
        modified: newest instant the post states, as ``YYYY-MM-DDThh:mm:ssZ``; may be empty.
        section: name of the section of the book; may be empty.
        category: first category; may be empty.
        publisher: source or publisher, for the book's metadata; may be empty.
        slug: ASCII file name without suffix.
        page: the whole XHTML page in UTF-8, with processing instructions at the open places
            (``<?nk links?>`` for the navigation, ``<?nk image N?>`` for `images`,
            ``<?nk link N?>`` before the link that `links` has there).
        images: the image slots of the page, in order.
        changes: what could not be kept as it was.
        features: accessibility facts of the content (``tables``, ``ruby``, ``images`` …).
        names: what links to the post may call it.
        links: links that may lead to posts of the same book, in the order of their
            ``<?nk link N?>``.
        places: ids of the page by the names the post gave them.
        site: name of the site it belongs to; may be empty.
    """

    path: str
    title: str
    language: str
    direction: str
    day: str
    order: str
    modified: str
    section: str
    category: str
    publisher: str
    slug: str
    page: bytes
    images: tuple[ImageSlot, ...] = ()
    changes: tuple[Change, ...] = ()
    features: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    links: tuple[PostLink, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict[str, str])
    site: str = ""
