"""Facts that removed text holds: who wrote it, where it comes from, on what terms."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import unquote

from newskit.lazy import lazy, wordlist
from newskit.strip.fits import (
    is_article,
    is_licence,
    is_name,
    is_source,
    licence_at,
    licence_name,
    tags_in,
)
from newskit.strip.view import Link, View

Facts = tuple[tuple[str, str], ...]

FACTS: Final = wordlist(
    """
    source source_url source_home author author_url translator translator_group proofreader editor
    licence licence_url copyright discuss_url contact_url site published tags
    """
)
_WHERE_FROM: Final = frozenset({"source", "source_url", "source_home"})
_URL_OF: Final = {"source": "source_url", "author": "author_url", "licence": "licence_url"}
_LONGEST: Final = 160
_TRIM: Final = " \t\n.,;:!、，。।۔؛،；：！|｜·*_~-—–→»›\"'“”‘’"
_AFTER_NAME: Final = lazy(r"\s*(?:[,;(（；，]|\s[-–—]\s|\bfrom the\b|\bof the\b)", re.IGNORECASE)
# People of two names or more each: what follows the first comma says no more of the first.
_PERSON: Final = r"[^\W\d_a-z][\w'’.-]+(?: [^\W\d_a-z][\w'’.-]*)+"
_PEOPLE: Final = lazy(rf"{_PERSON}(?:, {_PERSON})+")
# Only behind a label of several, or of a language that has one form for both: what follows one
# author's name may be an office or a place.
_PLURAL: Final = lazy(
    r"(?:[\u3040-\u9fff\uac00-\ud7af]|\b(?:authors|autor(?:en|es|i|zy|ři)|auteurs|авторы|автори|translators|traduct(?:ores|eurs)"
    r"|tradutores|traduttori|переводчики|перекладачі|editors|yazarlar|çevirenler|szerzők|forfattere))"
    r"\W*\Z",
    re.IGNORECASE,
)
_ARTICLE: Final = lazy(r"(?:the|our|a|an)\s+", re.IGNORECASE)
_COMMON: Final = lazy(r"(?:the|our|a|an)\s|(?:The|Our|An?)\s+[^\W\dA-Z]")
_SIDE_BY_SIDE: Final = lazy(
    r"\b(?:and|as|und|et|y|e|en|og|och|i|a|и|و)\b|和|与|與|及|、|と|및|와|과"
)
_CONNECTIVE: Final = lazy(r"\b(?:and|und|et|y|e|и|و)\b|和|与|、|と|및")
# What no link names must look like a name: no lower-case word first, no year or time in it.
_PROPER: Final = lazy(r"(?=[^\W_])(?![a-zà-öø-ÿа-я])(?!.*\d{3})")
# The text of a link to the original is its title, unless it only points there.
_TITLE: Final = lazy(r"[^\W\d_a-zà-öø-ÿа-я]|\d")
_POINTER: Final = lazy(
    r"(?:here|link|hier|ici|lien|aquí|aqui|enlace|qui|tutaj|burada|buradan|здесь|тут|ссылка|"
    r"https?:\S*|www\.\S*|(?:点击)?(?:这里|此处|链接|原文|查看|阅读)+|連結|這裡|こちら|ここ|リンク|여기|링크|هنا)",
    re.IGNORECASE,
)
_INITIAL: Final = lazy(r"[^\W\d_][\s.-]+[^\W\d_a-zà-öø-ÿа-я\u3040-\u9fff\uac00-\ud7af]$")
# A value that goes on after a sentence ends is not a name.
_RUNS_ON: Final = lazy(r"[!?。！？؟।۔]\s*\w|(?:[^\W\d]{3}|^\W{0,3}|\d)\.\s+[^\W\d_]|\n")
# A clause behind a comma, a colon or a dash: some words in a row, or some more CJK characters.
_CLAUSE: Final = lazy(
    r"(?:[,;:،؛、，；：]\s?|\s[-–—]+\s)(?=[^\W\dA-ZÀ-Þ])"
    r"(?:[^\W\d_]+['’]?[^\S\n]+){3}[^\W\d_]"
)
_WIDE_CLAUSE: Final = lazy(r"[,;:、，；：—][\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{8}")
_UNCASED: Final = lazy(r"[\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_COMMA: Final = lazy(r"[,，、。]")
_LONGEST_REST: Final = 10
# Addresses of posts are often no valid URLs: nothing here may fail.
_HOST: Final = lazy(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?(?://)?(?:[^/?#@\s]*@)?(?P<host>[^/?#:\s\[\]]+)")
_SECOND_LEVEL: Final = frozenset({"co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go"})
_ABSOLUTE: Final = lazy(r"[a-z][a-z0-9+.-]*:|//\w|www\.", re.IGNORECASE)
_ADDRESS: Final = lazy(
    r"(?:https?|ftp)://\S+|//[\w.-]+\.\w+/\S*|mailto:\S+|www\.\S+", re.IGNORECASE
)


def with_stop(text: str, end: int, start: int = 0) -> int:
    """Move the `end` of a name behind the full stop of the initial it ends with, if it does."""
    return end + (text.startswith(".", end) and bool(_INITIAL.search(text, start, end)))


def lift_groups(view: View, groups: Iterable[tuple[str, int, int]]) -> Facts:
    """Return the facts in `groups` (slot, start, end in `view.text`); what is said wins over links.

    The address of a front page or of somebody's page is not an article's: it is kept as
    `source_home`.
    """
    said: dict[str, str] = {}
    linked: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    for slot, start, last in groups:
        end = with_stop(view.text, last, start)
        links = _links_in(view, start, end)
        if slot == "tags":
            tags = _tags(view, links, (start, end))
        elif slot == "original":
            if links:
                said.setdefault("source_url", links[0].url)
                if _TITLE.match(links[0].text) and not _POINTER.fullmatch(links[0].text.strip()):
                    said.setdefault("source", clean_name(links[0].text))
        elif slot == "title":
            said.setdefault("source", " ".join(_flat(view, links, (start, end)).split()))
        elif slot.endswith("_url"):
            if links:
                said.setdefault(slot, links[0].url)
        elif slot == "origin":
            _lift_origin(view, links, (start, end), said, linked)
        elif slot != "name":
            _lift_name(view, slot, links, (start, end), said, linked)
    found = {**linked, **said}
    address = found.get("source_url", "")
    account = any(link.url == address and link.text.startswith("@") for link in view.links)
    if address and is_address(address) and (account or not is_article(address)):
        del found["source_url"]
        found["source_home"] = address
    one = tuple((name, found[name]) for name in FACTS if _usable(found.get(name, "")))
    return (*one, *(("tags", tag) for tag in tags))


def fits(
    view: View, groups: Iterable[tuple[str, int, int]], facts: Facts, *, sentence: bool
) -> bool:
    """Whether the values of a matched phrase can be what it says they are: names, not prose."""
    stated = dict(facts)
    for slot, start, end in groups:
        links = _links_in(view, start, end)
        value = _flat(view, links, (start, end)).strip(_TRIM)
        if sentence and slot in _NAMES:
            # A sentence may go on behind a name: "by Ann Example, who builds bridges".
            value = stated.get(slot, "")
            if not value:
                continue
        if not _fits(view, slot, value, (start, end), stated):
            return False
    return True


def _fits(
    view: View, slot: str, value: str, place: tuple[int, int], stated: Mapping[str, str]
) -> bool:
    """Whether a value can be what its slot says, where the phrase states these facts."""
    links = _links_in(view, *place)
    linked = bool(links)
    if slot == "origin":
        return _fits_origin(view, value, place, stated)
    if slot == "title":
        # A line of its own: neither an address nor another label follows.
        return not linked and 0 < len(value) <= _LONGEST and not _NEXT_LABEL.search(value)
    if slot == "licence":
        good = is_licence(value, tuple(link.url for link in links))
        return good and not _goes_on(view, links, place, wide=False)
    if slot == "source":
        around = _outside(view, links, place) if links else ""
        rest = around.strip(_TRIM + "()（）[]《》【】「」")
        shown = value or (links[0].url if links else "")
        good = (linked and not value) or is_source(shown, linked=linked)
        good = good and (not rest or is_name(rest)) and not _names_two(view, links)
        good = good and not (links and licence_at(links[0].url))  # a licence is not a source
        # Another label in the value begins another fact.
        return good and not (
            _INNER_LABEL.search(rest if links else value) or _NEXT_LABEL.search(around)
        )
    if slot == "copyright":
        return is_source(value, linked=linked) and not re.search(r"[:：]\s", value)
    if slot == "tags":
        return "tags" in stated
    if slot in _NAMES:
        stopped = view.text[place[1] :].lstrip()[:1] in _STOPS
        good = is_name(value, linked=linked, stopped=stopped) and not _INNER_LABEL.search(value)
        # Another label in the value begins another fact, and a link behind a name is one.
        kept = stated.get(slot, value)
        return good and all(clean_name(link.text) in kept for link in links)
    return slot not in {"source_url", "original"} or (linked and is_address(links[0].url))


def _fits_origin(view: View, value: str, place: tuple[int, int], stated: Mapping[str, str]) -> bool:
    links = _links_in(view, *place)
    if not ("source" in stated or "source_url" in stated) or _goes_on(view, links, place):
        return False
    # Another label in the value begins another fact.
    if not links and (not is_source(value) or _INNER_LABEL.search(value)):
        return False
    licence = is_licence(links[0].text, (links[0].url,)) if links else is_licence(value, ())
    # A licence is not a source; of two articles, one would be lost.
    return not licence and not _names_two(view, links)


_STOPS: Final = frozenset(".。।۔")
_NAMES: Final = frozenset(
    {"author", "translator", "translator_group", "proofreader", "editor", "name", "site"}
)


# Pages that forward to the address in their query, of sites that warn before one leaves them.
_FORWARDS: Final = lazy(
    r"(?:https?:)?//(?:(?:links?|l|go|out|away|r|jump)\.[^/?#]+/?"
    r"|[^/?#]+/(?:go(?:to)?(?:[-_]wild)?|links?|l\.php|url|away(?:\.php)?|redirect|out|jump|leaving))/?"
    r"\?(?:[^#]*&)?(?:to|target|url|u|q|dest(?:ination)?|link|goto|href)="
    r"(?P<target>https?(?::|%3A)[^&#]+)",
    re.IGNORECASE,
)


def forwarded(url: str) -> str:
    """The address that a forwarding page of a site leads to; other addresses as they are."""
    match = _FORWARDS.match(url)
    return unquote(match["target"]) if match else url


# A short word before a wide colon, or a word of a script without capitals before any.
_NEXT_LABEL: Final = lazy(r"\s(?:[^\W\d_]{1,6}\s?：|[\u3040-\u9fff\uac00-\ud7a3]{1,6}\s?:(?!//))")
_INNER_LABEL: Final = lazy(r"[^\W\d_]\s?(?:：|:(?!//))")


def _links_in(view: View, start: int, end: int) -> list[Link]:
    return [
        Link(link.start, link.end, link.text, forwarded(link.url))
        for link in view.links
        if start <= link.start and link.end <= end and not link.image
    ]


def _goes_on(view: View, links: list[Link], span: tuple[int, int], *, wide: bool = True) -> bool:
    """Whether what stands in a span goes on as prose behind its link or name.

    Without `wide`, clauses in CJK may follow: terms of reprinting stand behind a licence there.
    """
    start = links[-1].end if links else span[0]
    rest = view.text[start : span[1]]
    if _RUNS_ON.search(rest) or _CLAUSE.search(rest) or (wide and _WIDE_CLAUSE.search(rest)):
        return True
    if wide and len(_UNCASED.findall(rest)) > (
        _LONGEST_REST if _COMMA.search(rest) else 2 * _LONGEST_REST
    ):
        return bool(links)
    words = rest.split() if links else []
    # A capital begins a sentence where a name of several words has one each.
    return len(words) > 3 and words[0][0].isupper() and sum(map(str.islower, words)) > 1


def _names_two(view: View, links: list[Link]) -> bool:
    """Whether links side by side lead to two places; "[blog](…) of the [library](…)" is one."""
    for before, after in itertools.pairwise(links):
        between = _SIDE_BY_SIDE.sub("", view.text[before.end : after.start])
        other = is_address(after.url) and not is_licence("", (after.url,))
        if other and after.url != before.url and not re.search(r"[^\W\d]", between):
            return True
    return False


def _outside(view: View, links: list[Link], span: tuple[int, int]) -> str:
    """What stands in a span beside its links."""
    pieces: list[str] = []
    position = span[0]
    for link in links:
        pieces.append(view.text[position : link.start])
        position = link.end
    return " ".join((*pieces, view.text[position : span[1]]))


def _tags(view: View, links: list[Link], span: tuple[int, int]) -> tuple[str, ...]:
    if view.text.rstrip("*_ |)）-").endswith((".", "。", "!", "?", "।", "۔", "؟")):
        return ()
    return tags_in(_flat(view, links, span), tuple(link.text for link in links if link.text))


def merge(found: Iterable[Facts]) -> Mapping[str, str | list[str]]:
    """Join the facts of several blocks in the order of the text; the first word on each counts.

    Where two lines name two sources, name and address are those of one line: the first that gives
    an address. `tags` is a list.
    """
    merged: dict[str, str | list[str]] = {}
    origins: list[dict[str, str]] = []
    tags: list[str] = []
    for facts in found:
        origin: dict[str, str] = {}
        for name, value in facts:
            if name == "source_url" and not is_address(value):
                continue
            if name == "tags":
                tags.append(value)
            elif name in _WHERE_FROM:
                origin.setdefault(name, value)
            else:
                merged.setdefault(name, value)
        if origin:
            origins.append(origin)
    merged.update(_one_origin(origins))
    if tags:
        merged["tags"] = list(dict.fromkeys(tags))
    return {name: merged[name] for name in FACTS if name in merged}


def _one_origin(origins: list[dict[str, str]]) -> dict[str, str]:
    """Where a post comes from, of all that its lines say of it."""
    best = next((one for one in origins if "source_url" in one), None)
    best = dict(best or next((one for one in origins if "source_home" in one), None) or {})
    bare = (one for one in origins if "source_url" not in one and "source_home" not in one)
    names = list(dict.fromkeys(one["source"] for one in bare if "source" in one))
    if "source" not in best and len(names) == 1:
        # One line names the source, another gives the address.
        best["source"] = names[0]
    if not best and names:
        best["source"] = names[0]
    return best


def clean_name(text: str) -> str:
    """A name without the punctuation and brackets around it; an initial keeps its full stop."""
    text = " ".join(text.split())
    end = text.rstrip(_TRIM)
    stop = "." if _INITIAL.search(end) and text.startswith(".", len(end)) else ""
    text = _whole_quotes((end + stop).lstrip(_TRIM), text)
    for opening, closing in ("()", "（）", "[]", "《》", "【】"):
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip(_TRIM)
        elif text.endswith(closing) and opening not in text:
            text = text[:-1].strip(_TRIM)
    return text


def _whole_quotes(name: str, text: str) -> str:
    """A name of a text, with the quotation mark whose partner it holds."""
    for opening, closing in ('""', "“”"):
        if name.count(opening) != name.count(closing) or (
            opening == closing and name.count('"') % 2
        ):
            place = text.find(name)
            before, behind = text[place - 1 : place], text[place + len(name) :][:1]
            if before == opening:
                return opening + name
            if behind == closing:
                return name + closing
    return name


def is_address(url: str) -> bool:
    """Whether `url` leads to one place wherever it is read: it is not a path."""
    return _ABSOLUTE.match(url.strip()) is not None


def is_path(url: str) -> bool:
    """Whether `url` is a path of the site it stands on."""
    url = url.strip()
    return bool(url) and not is_address(url) and not url.startswith(("#", "{"))


def host_of(url: str) -> str:
    """The host of an address, without ``www.``; empty when it has none."""
    match = _HOST.match(url)
    return match["host"].lower().removeprefix("www.") if match else ""


def site_of(url: str) -> str:
    """The registered name an address belongs to, as far as its own labels tell."""
    labels = host_of(url).split(".")
    keep = 3 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


def _usable(value: str) -> bool:
    return 0 < len(value) <= 2000 and value != "#"


def _lift_origin(
    view: View,
    links: list[Link],
    span: tuple[int, int],
    said: dict[str, str],
    linked: dict[str, str],
) -> None:
    """Where something first appeared: the first link names it, else the words do."""
    if links:
        link = links[0]
        shown = link.text
        # "From [Ann](her page)'s [column](the article)": two links give the name and the address.
        article = next((one for one in links if is_article(one.url)), link)
        linked.setdefault("source_url", article.url)
        name = host_of(link.url) if not shown or _ADDRESS.fullmatch(shown) else clean_name(shown)
        if name and not is_address(link.url) and not shown:
            return  # a path, or code that a template fills in
        if link.start > span[0] and name.isalpha() and name.islower():
            return  # "on my [blog](…)" names nothing
    else:
        # Behind a full-width comma more is said: "with small changes", "with permission".
        name = re.split("[，,](?=[\u4e00-\u9fff])", view.text[span[0] : span[1]], maxsplit=1)[0]
        name = _ARTICLE.sub("", clean_name(name), count=1)
        if not _PROPER.match(name):
            return
    if name and len(name) <= _LONGEST:
        said.setdefault("source", name)


def _lift_name(
    view: View,
    slot: str,
    links: list[Link],
    span: tuple[int, int],
    said: dict[str, str],
    linked: dict[str, str],
) -> None:
    text = view.text[span[0] : span[1]]
    whole = len(links) == 1 and text.strip() == view.text[links[0].start : links[0].end]
    beside = bool(links) and (slot == "licence" or (slot == "source" and _is_apart(view, links[0])))
    if (whole or beside) and slot in _URL_OF:
        linked.setdefault(_URL_OF[slot], links[0].url)
    if whole and not links[0].text:
        return
    if len(links) > 1 and slot != "source":
        between = view.text[links[0].end : links[1].start]
        if re.search(r"[^\W\d]", _CONNECTIVE.sub("", between)):
            # Another label follows on the same line: the value is the first link.
            links = links[:1]
        name = ", ".join(clean_name(link.text) for link in links if link.text)
    else:
        name = clean_name(_flat(view, links, span))
    if slot == "licence":
        named = len(links) == 1 and is_licence(links[0].text)
        name = licence_name(clean_name(links[0].text) if named else name, linked=named)
    several = _PLURAL.search(view.text[: span[0]]) and _PEOPLE.fullmatch(name)
    if slot in {"author", "translator"} and len(links) < 2 and not several:
        name = clean_name(_AFTER_NAME.split(name, maxsplit=1)[0])
        name = "" if _COMMON.match(name) else name
    if name and len(name) <= _LONGEST and not _ADDRESS.fullmatch(name):
        said.setdefault(slot, name)


def _is_apart(view: View, link: Link) -> bool:
    """Whether a link is no part of a word: some sites link their own pages within names."""
    return not re.search(r"\w", view.text[link.start - 1 : link.start] + view.text[link.end :][:1])


def _flat(view: View, links: list[Link], span: tuple[int, int]) -> str:
    pieces: list[str] = []
    position = span[0]
    for link in links:
        pieces += (view.text[position : link.start], link.text)
        position = link.end
    return "".join((*pieces, view.text[position : span[1]]))
