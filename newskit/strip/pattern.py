"""The small pattern language of the built-in phrase files, compiled to RE2 (linear time).

``(a|b)`` is one of, ``[x]`` is optional, ``x?`` makes the character, slot or group before it
optional, ``[x]*`` is any number of, ``{slot}`` is a value, a backslash makes the next character
itself; everything else is itself, in any case.
Patterns match the folded view of a block (`newskit.strip.view`): full-width punctuation, curly
quotes and long dashes are their plain forms there. A space beside a CJK character or before a
slot that follows one may be missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from newskit.characters import Characters
from newskit.lazy import lazy
from newskit.strip.folding import fold
from newskit.wordlist import wordlist

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
    rf"(?:{_NETWORKS})(?: (?:page|channel|group|account|server|workspace|community|feed|profile))?"
)
_NETWORK: Final = rf"(?:\[{_PLACE}\]\([^()]*\)|{_PLACE})"

# Slots that hold nothing worth keeping.
_PLAIN_SLOTS: Final = {
    "link": LINK,
    "url": _REF,
    "links": rf"(?:{_GLUE}(?:[^\[\]<>()|\n:]{{0,24}}[: ]\s*)?{_REF})+{_GLUE}",
    "refs": rf"(?:{_GLUE}{_REF})+{_GLUE}",
    "image": _IMAGE,
    "few": r"(?:[^\s\[\]<>|,;:.!?()]+ ){0,4}",
    "bit": r"[^\[\]<>|,;:.!?()]{0,8}?",
    "tail": r"[^\[\]<>|\n.!?:;。！？：；]{0,60}?",
    "years": r"(?:[0-9]{4}(?:\s?[-,/]\s?(?:[0-9]{2,4}|present|now))*)",
    "word": r"[^\s\[\]<>|,;:()]+",
    "text": rf"(?:{_MIXED}|[\[\]|])*?",
    "date": r"[^\[\]<>()|\n]{4,40}?",
    "number": r"[0-9]+",
    "networks": rf"{_NETWORK}(?:{_GLUE}{_NETWORK})*",
    "handle": r"@[\w.@-]+",
    "mail": r"(?:<[^<>\s]+@[^<>\s]+>|[\w.+-]+@[\w.-]+\.\w+)",
}
# A name, or a link with what follows it; before the link only a few CJK or other non-Latin words.
_ORIGIN: Final = rf"(?:[^\[\]<>|\na-zA-Z]{{0,14}}{_REF}{_MIXED}*?|[^\[\]<>|\n]+?)"
# Slots whose text becomes a fact.
_FACTS: Final = wordlist(
    """
    source author translator proofreader editor licence site copyright translator_group name tags
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
        return rf"(?P<original__{number}>{_REF})(?:{before}|{behind})?"
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
