"""The small pattern language of the built-in phrase files, compiled to RE2 (linear time).

``(a|b)`` is one of, ``[x]`` is optional, ``x?`` makes the character, slot or group before it
optional, ``[x]*`` is any number of, ``{slot}`` is a value, a backslash makes the next character
itself; everything else is itself, in any case.
Patterns match the folded view of a block (`newskit.strip.view`): full-width punctuation, curly
quotes and long dashes are their plain forms there. A space beside a CJK character or before a
slot that follows one may be missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from newskit.characters import Characters
from newskit.frozen import dataclass
from newskit.lazy import lazy, wordlist

# Text folded for comparison, and the patterns of markup that stripping needs.
#
# All are linear: no nested quantifiers, and what may be left open runs to the end of the text.

# Text folded for comparison: one case, one kind of quote, dash, bracket and bar.

# One character for one, so that offsets in the folded text are offsets in the view.
_FOLD: Final = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    "\u00a0": " ",
    "\u3000": " ",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "‐": "-",
    "‑": "-",
    "【": "[",
    "】": "]",
    "｜": "|",
    "│": "|",
    "丨": "|",
    "·": "|",
    "•": "|",
}
# `translate` raises and catches an error for each character that is not in its table.
_FOLDED: Final = lazy(f"[{''.join(map(re.escape, _FOLD))}]")


def fold(text: str) -> str:
    """Map typographic variants to plain characters, one for one."""
    return text if text.isascii() else _FOLDED.sub(_plain_form, text)


def _plain_form(match: re.Match[str]) -> str:
    return _FOLD[match[0]]


BLOCK_NAMES: Final = (
    "address|article|aside|blockquote|body|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|"
    "figure|footer|form|h[1-6]|header|hr|html|iframe|li|main|nav|noscript|ol|p|section|summary|"
    "table|tbody|td|tfoot|th|thead|tr|ul"
)
_TAG_REST: Final = r"(?:\s(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)?/?>"

# The end of a line and of an empty one below it; the two halves of a CRLF are one end.
BLANK_LINE: Final = lazy(r"(?:\r\n|\r(?!\n)|\n)[ \t]*(?:\r\n?|\n)")
BLOCK_TAG: Final = lazy(rf"<(?P<close>/)?(?P<name>{BLOCK_NAMES}){_TAG_REST}", re.IGNORECASE)
TAG: Final = lazy(rf"<(?P<close>/)?(?P<name>[a-zA-Z][a-zA-Z0-9:-]*){_TAG_REST}")
ATTRIBUTE: Final = lazy(
    r"(?P<name>[a-zA-Z][\w:.-]*)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)
# What is never looked into: code, scripts, styles, comments, template code, signed text.
# Every branch starts with a literal, which is quick; whether a fence starts its line is asked then.
_OPAQUE_TAGS: Final = (
    r"<(?:(?P<comment>!--)"
    r"|(?P<raw>(?<!`<)(?P<element>pre|script|style|textarea|svg|math|object|video|audio)\b)"
)
_OPAQUE_MARKUP: Final = (
    rf"{_OPAQUE_TAGS})|\{{(?P<liquid>%-?\s*(?P<block>highlight|raw|comment|capture)\b)"
)
OPAQUE: Final = lazy(
    rf"{_OPAQUE_MARKUP}|(?P<fence>(?P<mark>```+|~~~+))"
    r"|-(?<![^\n]-)(?P<pgp>----BEGIN PGP [A-Z ]+-----)",
    re.IGNORECASE,
)
# The same without fences and signatures, and without template code: where all branches begin alike,
# the search skips from one such sign to the next. The groups are asked for all the same.
OPAQUE_MARKUP: Final = lazy(rf"{_OPAQUE_MARKUP}|<(?!)(?P<fence>)(?P<mark>)(?P<pgp>)", re.IGNORECASE)
OPAQUE_TAGS: Final = lazy(
    rf"{_OPAQUE_TAGS}|(?!)(?P<liquid>)(?P<block>)(?P<fence>)(?P<mark>)(?P<pgp>))", re.IGNORECASE
)
HEADING_LINE: Final = lazy(r"[ \t]{0,3}#{1,6}(?:[ \t]|$)")
ITEM_MARKER: Final = lazy(r"[ \t]*(?:[-+*•·‧]|\d{1,9}[.)])[ \t]+")
# A rule, or what people type for one: five or more of one mark, spaced or not.
RULE_LINE: Final = lazy(
    r"(?:[ \t]*[-*_=~—–－＊·•]){3,}[ \t]*$"
    r"|(?:\s|&nbsp;|&#160;|\u00a0|\u3000|\\)+$"
    r"|<>$"
    # End marks of writers and agencies.
    r"|[(（\[【]?(?:完|全文完|本文完|正文完|終わり|おわり|了|끝|(?:the )?end|fin|ende|eof|конец"
    r"|النهاية)"
    r"[)）\]】]?[.。]?\s*$"
    r"|-\s?30\s?-\s*$|-{1,4}\s?(?:eof|end|完|おわり|끝)\s?-{1,4}\s*$",
    re.IGNORECASE,
)
# Template code, marks of a container (three colons: Pandoc, MyST, VitePress, Docusaurus), what
# reStructuredText says of itself (targets of links, comments), and what MDX imports.
TEMPLATE_LINE: Final = lazy(
    r"(?:\.\. [^\n]*|import\s[^\n]*\sfrom\s+[\"'][^\"'\n]+[\"'];?"
    r"|:{3,}[^\n]*|\{%[^\n]*%\}|\{\{[^\n]*\}\}|\{:[^\n{}]*\})\s*$"
)
SENTENCE_END: Final = lazy(r"[.!?…。！？؟।۔．｡‥][\"'”’»」』）)\]*_]*$")


def attribute(tag: str, name: str) -> str:
    """Return the value of the attribute `name` of the start tag `tag`, or an empty string."""
    for match in ATTRIBUTE.finditer(tag):
        if match["name"].lower() == name:
            return match["double"] or match["single"] or match["bare"] or ""
    return ""


# The words a text must have for a pattern to match it, found without compiling the pattern.
#
# A pattern of the phrase files (`newskit.strip.pattern`) is compiled only for texts that hold
# these.

TABLE: Final = Path(__file__).with_name("builtin") / "literals.json"
"""Generated from the phrase files; a test says when it lags behind them."""

LONGEST_START: Final = 5
"""Characters of the beginning of a text that tell which patterns may match it."""

# Alternatives that are written out; a longer list is known by the words of its members.
_MOST: Final = 24
_PIECE: Final = lazy(
    r"(?P<run>[^\\{}()\[\]|?*:]+(?!\?))|(?P<slot>\{\w+\}\??)|(?P<close>[)\]])(?P<times>[?*]?)"
    r"|(?P<open>[(\[])|(?P<bar>\|)|(?P<colon>:\??)|(?P<char>\\.|.)(?P<maybe>\?)?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Literals:
    """What a text that a pattern matches holds, as `plain` writes it.

    Attributes:
        starts: it begins with one of these, of at most `LONGEST_START` characters; empty where
            it may begin with anything.
        needs: it holds one of these; empty where nothing is known.
    """

    starts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Return `text` as literals are compared: in folded case, without blanks."""
    return text.casefold().replace(" ", "")


def literals_of(pattern: str) -> Literals:
    """Return the literals of one pattern."""
    stack: list[_Group] = [_Group()]
    for match in _PIECE.finditer(fold(pattern)):
        kind = match.lastgroup
        if kind == "run":
            stack[-1].branch.literal(plain(match[0]))
        elif kind == "char":
            stack[-1].branch.literal(plain(match["char"][-1]))
        elif kind == "maybe":
            stack[-1].branch.texts([plain(match["char"][-1]), ""], needed=False)
        elif kind in {"slot", "colon"}:
            stack[-1].branch.unknown()
        elif kind == "bar":
            stack[-1].next_branch()
        elif kind == "open":
            stack.append(_Group())
        else:
            group = stack.pop() if len(stack) > 1 else _Group()
            times = match["times"] or ("?" if match["close"] == "]" else "")
            stack[-1].branch.group(group.closed(), times)
    return _union(stack[0].closed()).literals()


@cache
def one_of(patterns: tuple[str, ...]) -> Literals:
    """Return the literals of a text that begins with one of `patterns`."""
    table = _table()
    found = [
        Literals(*map(tuple, table[pattern])) if pattern in table else literals_of(pattern)
        for pattern in patterns
    ]
    return Literals(
        _together([one.starts for one in found]), _together([one.needs for one in found])
    )


@cache
def _table() -> dict[str, list[list[str]]]:
    """Return the starts and needs of the built-in patterns, worked out beforehand.

    Reading a thousand patterns takes longer than stripping fifty posts. What is not in the table
    is worked out when it is asked for.
    """
    table: dict[str, list[list[str]]] = json.loads(TABLE.read_bytes())
    return table


class _Branch:
    """A sequence that is being read."""

    __slots__ = ("begun", "needs", "starts", "whole", "written")

    def __init__(self) -> None:
        # All texts of what has been read since the last part that is unknown.
        self.written: list[str] = [""]
        self.begun = False
        self.starts: tuple[str, ...] = ()
        self.needs: tuple[str, ...] = ()
        self.whole = True

    def literal(self, text: str) -> None:
        self.written = [before + text for before in self.written]

    def unknown(self, starts: tuple[str, ...] = (), needs: tuple[str, ...] = ()) -> None:
        """Go on behind something that is not written out; it begins with `starts`."""
        self.whole = False
        if not self.begun:
            self.begun = True
            self.starts = starts if self.written == [""] else _some(self.written)
        self.needs = _better(_better(self.needs, _some(self.written)), needs)
        self.written = [""]

    def texts(self, texts: list[str], *, needed: bool) -> None:
        """Go on with one of `texts`."""
        if len(texts) * len(self.written) > _MOST:
            known = _some(texts) if needed else ()
            self.unknown(known, known)
        if len(texts) <= _MOST:
            self.written = [before + text for before in self.written for text in texts]

    def group(self, branches: list[_Branch], times: str) -> None:
        if times != "*" and all(branch.whole for branch in branches):
            texts = [text for branch in branches for text in branch.written]
            self.texts([*texts, ""] if times else texts, needed=not times)
        elif times:
            self.unknown()
        else:
            together = _union(branches).literals()
            self.unknown(together.starts, together.needs)

    def literals(self) -> Literals:
        starts = self.starts if self.begun else _some(self.written)
        starts = tuple(dict.fromkeys(text[:LONGEST_START] for text in starts))
        return Literals(starts, _better(self.needs, _some(self.written)))


class _Group:
    """Branches of which one is taken."""

    __slots__ = ("branch", "done")

    def __init__(self) -> None:
        self.done: list[_Branch] = []
        self.branch = _Branch()

    def next_branch(self) -> None:
        self.done.append(self.branch)
        self.branch = _Branch()

    def closed(self) -> list[_Branch]:
        return [*self.done, self.branch]


def _union(branches: list[_Branch]) -> _Branch:
    if len(branches) == 1:
        return branches[0]
    found = [branch.literals() for branch in branches]
    result = _Branch()
    result.unknown(
        _together([one.starts for one in found]), _together([one.needs for one in found])
    )
    return result


def _together(sets: list[tuple[str, ...]]) -> tuple[str, ...]:
    """All of these, unless one is empty, which stands for anything."""
    return tuple(dict.fromkeys(text for one in sets for text in one)) if all(sets) else ()


def _some(texts: list[str]) -> tuple[str, ...]:
    return tuple(texts) if all(texts) else ()


def _better(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """The one that tells more: the longer words, of which fewer texts hold one."""
    if not first or not second:
        return first or second
    return max(first, second, key=lambda texts: (min(*map(len, texts), 8), -len(texts)))


LINK: Final = r"\[[^\[\]]*\]\([^()]*\)"
ADDRESS: Final = r"<[^<>]*>"
_IMAGE: Final = r"!\[[^\[\]]*\]\([^()]*\)"
_REF: Final = rf"(?:{LINK}|{ADDRESS})"
_MIXED: Final = rf"(?:[^\[\]<>|\n]|{LINK}|{ADDRESS})"
_GLUE: Final = (
    r"(?:[\s,/|&;>*+=~\-、،]|and|or|und|oder|et|ou|y|o|e|i|a|en|och|og|ja|és|și|ve|dan|và"
    r"|и|і|та|και|و|和|与|與|或|と|や|및|और|และ)*"
)
# What stands between "share" and the name of a network.
_ON: Final = "on|via|at|with|auf|bei|sur|en|em|no|su|na|w|v|op|på|di|trên|στο|در|על"

# Names of networks and of ways to follow a site, with the word for one's place there.
_NETWORKS: Final = (
    "Twitter|X|Facebook|Mastodon|Instagram|YouTube|LinkedIn|Telegram|Bluesky|Threads|TikTok|Reddit|"
    "Slack|Discord|Matrix|IRC|Gitter|Zulip|WhatsApp|WeChat|Weibo|VK|Medium|GitHub|GitLab|Patreon|"
    "Spotify|RSS|Flipboard|Twitch|Diaspora|PeerTube|Твиттере?|Телеграме?|Фейсбуке?|ВКонтакте|Ютубе?|"
    "Твіттері?|Телеграмі?|Фейсбуку?|تويتر|فيسبوك|يوتيوب|تيليجرام|تلغرام|تلجرام|إنستغرام|ماستودون|"
    "توییتر|تلگرام|اینستاگرام|یوتیوب|فیسبوک|트위터|페이스북|인스타그램|유튜브|텔레그램|슬랙|디스코드|"
    "ツイッター|フェイスブック|インスタグラム|微博|微信|知乎|豆瓣|臉書|推特|噗浪"
)
_PLACE: Final = (
    rf"(?:(?:the|our|my|official|nos|notre|nuestro|nuestra|unserem|unserer|unseren) ){{0,2}}"
    rf"(?:{_NETWORKS})(?: (?:page|channel|group|account|server|workspace|community|feed|profile"
    r"|chat|room|space|forums?))?"
)
_NETWORK: Final = rf"(?:\[{_PLACE}\]\([^()]*\)|{_PLACE})"

# A day, a month, or a year of the web: "in 1922" is of the text.
_DAY: Final = r"(?:20[0-9]{2}|199[0-9]|[0-9]{1,2}\.?)"
_FEW: Final = r"(?:[^\s\[\]<>|,;:.!?()]+ ){0,4}"
# Slots that hold nothing worth keeping.
_PLAIN_SLOTS: Final = {
    "link": LINK,
    "url": _REF,
    "links": rf"(?:{_GLUE}(?:[^\[\]<>()|\n:]{{0,24}}[: ]\s*)?{_REF})+{_GLUE}",
    "refs": rf"(?:{_GLUE}{_REF})+{_GLUE}",
    "image": _IMAGE,
    "few": _FEW,
    "when": rf"(?:[^\s\[\]<>|,;:.!?()]+ )?{_DAY}(?:[^0-9\[\]<>()|\n;:!?]{{1,20}}{_DAY}){{0,2}}",
    "bit": r"[^\[\]<>|,;:.!?()]{0,8}?",
    "tail": r"[^\[\]<>|\n.!?:;。！？：；]{0,60}?",
    "rest": r"[^\[\]<>|\n.!?:;。！？：；]{0,120}?",
    "years": r"(?:[0-9]{4}(?:\s?[-,/]\s?(?:[0-9]{2,4}|present|now))*)",
    "word": r"[^\s\[\]<>|,;:()]+",
    "text": rf"(?:{_MIXED}|[\[\]|])*?",
    "date": r"[^\[\]<>()|\n]{4,40}?",
    "number": r"[0-9]+",
    "networks": rf"{_NETWORK}(?:{_GLUE}{_NETWORK})*",
    "handle": r"@[\w.@-]+",
    "mail": r"(?:<[^<>\s]+@[^<>\s]+>|[\w.+-]+@[\w.-]+\.\w+)",
}
# A name, or a link with what follows it; before the link only a few words.
_ORIGIN: Final = rf"(?:(?:[^\[\]<>|\na-zA-Z]{{0,14}}|{_FEW}){_REF}{_MIXED}*?|[^\[\]<>|\n]+?)"
# Slots whose text becomes a fact.
_FACTS: Final = wordlist(
    """
    source title author translator proofreader editor licence site copyright translator_group name
    tags
    """
)
_URL_FACTS: Final = ("source_url", "discuss_url", "licence_url", "contact_url", "author_url")
# What stands between the title of an original and its author.
_BY: Final = r",?\s(?:by|par|von|por|di|door|av|oleh|autor|auteur|автор)\s"
_TOKEN: Final = lazy(
    r"\{(?P<slot>\w+)\}|(?P<close>[)\]])(?P<times>[?*]?)|(?P<open>[(\[|])|(?P<space>\s+)"
    r"|\\(?P<escaped>.)|(?P<maybe>\?)|(?P<char>.)"
)
# Where no CJK character stands, letters that follow each other need no look at their borders; the
# last one is left alone, because a question mark may follow it.
_WORDS: Final = lazy(rf"(?P<word>[A-Za-z]+(?=[A-Za-z]))|{_TOKEN.pattern}")
_HAS_CJK: Final = Characters(
    *("\u3040\u30ff", "\u3400\u4dbf", "\u4e00\u9fff", "\uf900\ufaff", "\uac00\ud7af")
)
_QUOTED: Final = "\\.+*?^$-#&~()[]{}|"


class PatternError(ValueError):
    """A phrase that is not written as the pattern language asks."""


def compile_pattern(source: str) -> str:
    """Return the RE2 source of a phrase, to be matched in full.

    Raises:
        PatternError: when brackets do not match or a slot is unknown.
    """
    source = fold(source)
    pieces: list[str] = []
    closers: list[str] = []
    slots = 0
    cjk = _HAS_CJK.found_in(source)
    for match in (_TOKEN if cjk else _WORDS).finditer(source):
        if not cjk and match["word"]:
            pieces.append(match["word"])
        elif match["slot"]:
            slots += 1
            gap = " ?" if match.start() and _is_cjk(source[match.start() - 1]) else ""
            pieces.append(gap + _slot(match["slot"], slots))
        elif match["space"]:
            if source.startswith(":", match.start() - 1):
                continue  # a colon takes the space after it, or none
            beside = cjk and _beside_cjk(source, match.start(), match.end())
            pieces.append(" ?" if beside else " ")
        elif match["maybe"] and pieces:
            pieces[-1] = f"(?:{pieces[-1]})?"
        elif match["open"]:
            pieces.append("|" if match["open"] == "|" else "(?:")
            closers += {"(": ")", "[": "]"}.get(match["open"], "")
        elif match["close"]:
            if not closers or closers.pop() != match["close"]:
                raise PatternError(f"bracket {match['close']!r} does not match in {source!r}")
            times = match["times"] or ("" if match["close"] == ")" else "?")
            pieces.append(f"){times}")
        else:
            gap = " ?" if cjk and _cjk_border(source, match.start()) else ""
            pieces.append(gap + _literal(match["escaped"] or match["char"]))
    if closers:
        raise PatternError(f"bracket not closed in {source!r}")
    return f"(?i){''.join(pieces)}"


def group_fact(group: str) -> str:
    """The slot a group of a compiled pattern stands for."""
    return group.rsplit("__", 1)[0]


def compile_label(labels: Sequence[str], slot: str) -> str:
    """Return the RE2 source of a line that begins with one of `labels` and says `slot`.

    Between them stands a colon, a dash or an equals sign; before a link only a blank will do, as
    many people write it.
    """
    names = "|".join(compile_pattern(fold(label)).removeprefix("(?i)") for label in labels)
    plain = _slot(slot, 1)
    # With no mark between them, more than "on" between label and link makes it a sentence:
    # "Share your photos on the [channel](…)".
    bare = rf"(?:(?:{_ON}) )?{_PLAIN_SLOTS['refs']}" if slot == "links" else _PLAIN_SLOTS.get(slot)
    linked = bare or rf"(?P<{slot}__2>{_REF})"
    if slot == "date":
        linked = rf"[0-9]{plain}"
    after = r"(?:\s?[:|=]\s?|\s-{1,2}\s?|--\s?|:\s?-\s?)"
    return rf"(?i)(?:{names})(?:{after}{plain}|\s?{linked})"


def _slot(name: str, number: int) -> str:
    if name in _PLAIN_SLOTS:
        return _PLAIN_SLOTS[name]
    if name in _FACTS:
        return rf"(?P<{name}__{number}>{_MIXED}+?)"
    if name in _URL_FACTS:
        return rf"(?P<{name}__{number}>{_REF})"
    if name == "original":
        who = rf"(?:[^\[\]<>|()\n]{{2,40}}?|{_REF})"
        before = rf"{_BY}(?P<author__{number}>{who})"
        behind = rf"\s?\((?P<author__{number + 100}>{who})\s?(?:著|作|氏)\)"
        return rf"(?P<original__{number}>[《「『]?{_REF}[》」』]?)(?:{before}|{behind})?"
    if name == "byline":
        name_ = rf"(?-i:\p{{Lu}}){_MIXED}*?|@[\w.]+|{_REF}{_MIXED}*?"
        return rf"(?P<author__{number}>{name_})"
    if name == "origin":
        return rf"(?P<origin__{number}>{_ORIGIN})"
    if name == "published":
        return rf"(?P<published__{number}>{_PLAIN_SLOTS['date']})"
    raise PatternError(f"unknown slot {{{name}}}")


def _literal(char: str) -> str:
    if char == ":":
        return r"\s?[:|]\s?"
    return f"\\{char}" if char in _QUOTED else char


def _is_cjk(char: str) -> bool:
    return _HAS_CJK.found_in(char)


def _beside_cjk(source: str, start: int, end: int) -> bool:
    return (start > 0 and _is_cjk(source[start - 1])) or (
        end < len(source) and _is_cjk(source[end])
    )


def _cjk_border(source: str, place: int) -> bool:
    """Whether people may put a space before the character at `place`: CJK beside something else."""
    if not place:
        return False
    before, here = source[place - 1], source[place]
    if before == "}":
        return _is_cjk(here)
    return before.isalnum() and here.isalnum() and _is_cjk(before) != _is_cjk(here)
