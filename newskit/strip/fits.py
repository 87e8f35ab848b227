"""What fits the slot of a phrase: a name is a name, a licence a licence, an address an article's.

A phrase such as ``Quelle: {source}`` also begins a sentence about a source. What stands in the
slot tells the two apart, and where it does not fit, the text is content. Words of cues hint at what
kind of boilerplate a block may be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Final

from newskit.characters import Characters
from newskit.config.strip import Kind
from newskit.lazy import lazy
from newskit.linear import quoted, search_set
from newskit.strip.pattern import fold
from newskit.strip.phrases import load_words
from newskit.strip.view import View


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WIDE: Final = Characters("\u3040\u30ff", "\u3400\u4dbf", "\u4e00\u9fff", "\uac00\ud7af")
_UNSPACED: Final = lazy(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
_CASED: Final = lazy(r"[a-zA-ZÀ-ɏͰ-ԯ]")
_WORD: Final = lazy(r"[^\s]+")
_HANDLE: Final = lazy(r"@?\w[\w.@+-]*", re.ASCII)
_DOMAIN: Final = lazy(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/?", re.IGNORECASE)
# What no name holds: the end of a sentence, a quotation, a list of clauses.
_NO_NAME: Final = lazy(
    r"[!?。！？؟।۔;；…“”„«»\"「」『』{}=<>]|\.\s+[a-zà-ÿ]|[^\W\d]{3}\.\s+[^\W\d]"
)
_JOINED: Final = lazy(
    r"\s*(?:[,，、;/&+|·]|\b(?:and|und|et|y|e|i|og|och|en|ve|và|dan|и|та|и|و)\b|和|与|與|及|と)\s*"
)
_PARTICLES: Final = _words(
    "a al bin bint d da dal das de degli dei del della den der des di do dos du e el en et i "
    "ibn in la las le les lo los of och og op oder på the ter und v van vom von y zu zum zur za "
    "z w and for für pour para per por voor dla для и на по из od ve và của at on"
)
_FOR: Final = _words("for from of at für von vom pour de por para per di voor dla для från til")
# Who or what did it where nobody is named: by hand, by machine, by me.
_NOBODY: Final = _words(
    "hand hands machine machines computer computers mistake accident default me myself us "
    "ourselves you yourself maschine maschinell computer zufall mir uns mano mani macchina mí "
    "máquina máquinas mim mão main machine moi nous hånd maskin mig oss handen koneella "
    "ręcznie maszynowo ruky вручную машиной руками 手 手动 手動 手工 手作業 "
    "机器 機器 機械 机翻 機翻"
)
# Words of sentences in scripts that do not part words: a name holds none of them.
_CLAUSE: Final = lazy(
    r"[的了是这這那请請您你]|本文|文中|我们|我們|他们|他們|以上|以下|已经|已經|如果|因为|因為|可以|没有|沒有|不是|一下|什么|什麼"
    r"|有所|之后|之後|之前|改为|改為|变更|變更|应为|應為|应是|應是|有误|有誤|错误|錯誤|写错|寫錯|于是|於是"
    r"|です|ます|した|する|ない|れる|この|その|から|ので|[がをは]"
    r"|[다요죠까]$|[은는을를]\s"
)
_LICENCE: Final = lazy(
    r"\b(?:CC[ -]?(?:BY|0|SA|NC|ND|PD|Zero|Attribution|4\.0|3\.0|2\.[05])|"
    r"Creative ?Commons|GPL|LGPL|AGPL|GFDL|"
    r"GNU (?:General|Free|Lesser|Affero)|MIT|Apache|BSD|ISC|WTFPL|Unlicense|public[- ]domain|"
    r"MPL|Mozilla Public|EUPL|OGL|Open Government Licen[cs]e|Etalab|copyleft)(?![^\W_])"
    r"|公有领域|公有領域|公共领域|知识共享|知識共享|創用 ?CC|创作共用|創作共用|创意共享"
    r"|署名|姓名標示"
    r"|クリエイティブ・?コモンズ|パブリックドメイン|크리에이티브 ?커먼즈|저작자 ?표시"
    r"|퍼블릭 ?도메인"
    r"|المشاع الإبداعي|الملكية العامة|общественное достояние|суспільне надбання|domínio público"
    r"|dominio p[úu]b+lico|domaine public|gemeinfrei|publiek domein|domena publiczna",
    re.IGNORECASE,
)
_NUMBER: Final = lazy(r"\d")
_STOP: Final = lazy(r"[.!?。！？؟।۔,，、]\s*$|['’]\w")
# A Creative Commons licence by its short name, and what makes it part of a longer one.
_SHORT_LICENCE: Final = lazy(
    r"(?<![a-zA-Z0-9])(?P<name>CC(?:[ -][1-4]\.\d)?(?:[ -](?:BY|SA|NC|ND|0|Zero|PDM?)){1,5}"
    r"(?:[ -][1-4]\.\d)?)(?![a-zA-Z0-9_-])"
)
_LONG_NAME: Final = lazy(r"[\s)]*(?:International|Unported|[A-Z]{2}\b|\d)|.*\bCC[ -]")
# What goes on behind the name of a licence in Chinese and Japanese: terms, a verb.
_AFTER_LICENCE: Final = lazy(
    r"(?:[，,。；;]\s?(?=[\u3040-\u9fff])|\s(?=进行|進行|授权|授權|許可|发布)|(?<=[议議證证])进行).*$"
)
_LICENCE_URL: Final = lazy(
    r"creativecommons\.org/|gnu\.org/(?:licenses|copyleft)|opensource\.org/licen[cs]es|choosealicense"
    r"|/licen[cs](?:e|es|ing)\b",
    re.IGNORECASE,
)
_URL: Final = lazy(
    r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@\s]*@)?(?P<host>[^/?#\s]+)(?P<path>/[^?#\s]*)?(?P<rest>[?#]\S*)?",
    re.IGNORECASE,
)
_FRONT: Final = lazy(
    r"/*(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?|(?:index|home|default|main)(?:\.\w{2,5})?)?/*",
    re.IGNORECASE,
)
_PROFILE_PATH: Final = lazy(
    r"/(?:@|~)[^/]+/?|/(?:u|users?|people|profiles?|authors?|members?|id|in|space)/[^/]+/?",
    re.IGNORECASE,
)
# Hosts on which a path of one part is somebody's page.
_PEOPLE: Final = lazy(
    r"^(?:(?:www|m|mobile|old|[a-z]{2}(?:-[a-z]{2})?)\.)?(?:twitter|x|github|gitlab|facebook|instagram|weibo|linkedin|youtube|medium|t|"
    r"mastodon|bsky|threads|vk|ok|telegram)\.(?:com|org|social|me|app|net|ru)$",
    re.IGNORECASE,
)
_TAG_SPLIT: Final = lazy(r"\s*[,，、،;；؛|/·•#]\s*|\s{2,}")
_TAG_WORDS: Final = 4
_LONGEST: Final = 70
_LINKED_WORDS: Final = 3
# The longest name before a full stop: CJK in columns, other scripts without capitals in words.
_STOPPED_COLUMNS: Final = 12
_STOPPED_WORDS: Final = 3
_GROUP: Final = lazy(r"[组組社团團队隊院部会會编編室]|中心|小組|チーム|グループ|팀$|모임|그룹")


def is_name(text: str, *, linked: bool = False, stopped: bool = False) -> bool:
    """Whether `text` can be the names of people or groups: few words, no verb, no sentence.

    Args:
        text: what stands in the slot, links as their texts.
        linked: whether a link says the same, which makes a lower-case handle a name.
        stopped: whether a full stop follows, as it does a sentence: where no capital letters tell
            names, only a short one is a name then.
    """
    text = text.strip()
    linked = linked and len(text.split()) <= _LINKED_WORDS
    if not text or _columns(text) > _LONGEST or _NO_NAME.search(text) or _says_own(text):
        return False
    parts = [part for part in _JOINED.split(text) if part.strip()]
    if all(part.strip(" .").lower() in _NOBODY for part in parts):
        return False
    names = [part.strip(" ()（）[]@#-—–:：.") for part in parts]
    return 0 < len(parts) <= 8 and all(
        _is_one_name(name, linked=linked, stopped=stopped, first=not number)
        for number, name in enumerate(names)
    )


def is_source(text: str, *, linked: bool = False) -> bool:
    """Whether `text` can be where something comes from: a medium, a site, an agency."""
    text = text.strip()
    if not text or _says_own(text):
        return False
    if linked:
        return _columns(text) <= 160
    if _DOMAIN.fullmatch(text):
        return True
    return is_name(text)


_OWN_PLACE: Final = lazy(
    r"(?:my|our|the author's|meine[mnr]?|unsere[mnr]?|mon|notre|nos|mis?|nuestr[oa]|meu|minha"
    r"|noss[oa]|mi[oa]|nostr[oa]|mijn|onze?|moim|naszym|mojej|svém|min|vår|vores|моём|моем|нашем|моєму|нашому)"
    r"\s(?:[\w-]+\s){0,3}(?:blog\w{0,2}|website|sit[eo]|sitio|p[áa]gina|webu?|блоге|сайте|блозі|сайті)"
    r"(?:\s(?:personal|personnel|pessoal|personale))?"
    r"|(?:我|我们|我們|作者)的?(?:个人|個人)?(?:博客|网站|網站|部落格)"
    r"|(?:私|自分|個人)の?(?:個人)?(?:ブログ|サイト)|(?:내|제|저희|개인)\s?(?:개인\s?)?(?:블로그|사이트)"
    r"|(?:kişisel\s)?(?:blogum|sitem)\w*|blog (?:pribadi )?saya",
    re.IGNORECASE,
)


def is_own_place(text: str) -> bool:
    """Whether `text` is the writer's own site, which a link names better: "my personal blog"."""
    return _OWN_PLACE.fullmatch(text.strip()) is not None


def is_licence(text: str, urls: tuple[str, ...] = ()) -> bool:
    """Whether a licence is named: Creative Commons, a GNU one, the public domain and others."""
    return bool(_LICENCE.search(text)) or any(_LICENCE_URL.search(url) for url in urls)


def licence_name(text: str, *, linked: bool = False) -> str:
    """The name of the licence in a text that names one: "Lizenz CC BY 4.0" says CC BY 4.0.

    Args:
        text: the text.
        linked: whether it is the text of a link to the licence, in which no terms follow.
    """
    short = _SHORT_LICENCE.search(text)
    if short and not _LONG_NAME.match(text, short.end()):
        return short["name"]
    return text if linked else _AFTER_LICENCE.sub("", text)


_AT: Final = lazy(
    r"(?:https?:)?//(?:www\.)?creativecommons\.org/(?:licenses/(?P<terms>by(?:-(?:nc|nd|sa))*)"
    r"/(?P<version>\d\.\d)|publicdomain/(?P<public>zero|mark)/1\.0)(?:[/?#].*)?",
    re.IGNORECASE,
)


def licence_at(url: str) -> str:
    """The name of the Creative Commons licence that stands at `url`: "CC BY-SA 4.0"; or nothing."""
    match = _AT.fullmatch(url.strip())
    if match is None:
        return ""
    if match["public"]:
        return "CC0 1.0" if match["public"].lower() == "zero" else "Public Domain Mark 1.0"
    return f"CC {match['terms'].upper()} {match['version']}"


def short_licence(text: str) -> str:
    """The short name of the one Creative Commons licence that a text names, or nothing."""
    names = {match["name"] for match in _SHORT_LICENCE.finditer(text)}
    return names.pop() if len(names) == 1 else ""


def is_date(text: str) -> bool:
    """Whether `text` can be a date: a number, a few words, no sentence."""
    text = text.strip()
    return bool(_NUMBER.search(text)) and len(text.split()) <= 6 and not _STOP.search(text)


def is_article(url: str) -> bool:
    """Whether `url` can be the address of an article: no front page, nobody's page, no path."""
    url = url.strip()
    match = _URL.match(url if "//" in url else f"//{url}")
    if match is None or (url.startswith(("mailto:", "#", "/")) and not url.startswith("//")):
        return False
    path = match["path"] or "/"
    if "." not in match["host"] and ":" not in match["host"]:
        return False
    if _FRONT.fullmatch(path) and not (match["rest"] or "").startswith("?"):
        return False
    return not is_profile(url)


_KEPT_AT: Final = lazy(
    r"(?i)//(?:www\.)?(?:(?:gist\.)?github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com"
    r"|codepen\.io|jsfiddle\.net|codesandbox\.io|replit\.com|npmjs\.com|pypi\.org|slideshare\.net"
    r"|speakerdeck\.com|colab\.research\.google\.com|kaggle\.com|huggingface\.co|zenodo\.org)"
    r"/[^/?#]+/?[^?#]"
)


_SHOWN_AT: Final = lazy(
    r"(?i)//(?:[\w-]+\.)*(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|twitch\.tv"
    r"|bilibili\.com|nicovideo\.jp|rutube\.ru|aparat\.com|soundcloud\.com|open\.spotify\.com"
    r"|flickr\.com|imgur\.com)/[^?#]*[^?#/]|\.(?:mp[34]|m4a|og[agv]|webm|wav|png|jpe?g|gif|webp|svg|pdf)"
    r"(?:[?#]|$)"
)


def shows_media(url: str) -> bool:
    """Whether `url` leads to a video, a sound or a picture, which many sites show in its place."""
    return _SHOWN_AT.search(url) is not None


def keeps_work(url: str) -> bool:
    """Whether `url` leads to where code, slides or data are kept: a link to it is of the post."""
    return _KEPT_AT.search(url) is not None


def is_profile(url: str) -> bool:
    """Whether `url` leads to the page of a person or an account."""
    match = _URL.match(url if "//" in url else f"//{url}")
    if match is None:
        return False
    path = match["path"] or "/"
    if _PROFILE_PATH.fullmatch(path):
        return True
    return bool(_PEOPLE.search(match["host"])) and path.strip("/").count("/") == 0


def tags_in(text: str, linked: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of a tag line, or nothing when it is a sentence.

    Args:
        text: what stands behind the label, links as their texts.
        linked: the texts of the links in it, which are the tags where there are any.
    """
    if linked:
        rest = text
        for one in linked:
            rest = rest.replace(one, "", 1)
        if re.search(r"[^\W\d_]{3}", rest):
            return ()
        found = [one.strip(" #") for one in linked]
    else:
        found = [part.strip(" #\"'") for part in _TAG_SPLIT.split(text)]
    found = [part for part in found if part]
    for part in found:
        words = part.split()
        if (
            len(words) > _TAG_WORDS
            or _columns(part) > 40
            or re.search(r"[.!?。！？؟।۔:：]\s|[。！？؟।۔]$", part)
        ):
            return ()
        if len(words) > 1 and words[0].casefold() in _NO_TAG:
            return ()
        wide = _WIDE.found_in(part)
        if wide and (_columns(part) > 22 or re.search(r"[了这這那您你]|です|ます|다$", part)):
            return ()
    return tuple(dict.fromkeys(found))


# Words that no tag of several words begins with.
_NO_TAG: Final = _words(
    "by with from to in on as because when than that this his her their our your is are was "
    "were von mit vom im beim durch laut par avec selon dans por con según en da dal dalla "
    "secondo per door met volgens przez według od ile göre по от с из согласно за від"
)


def _is_one_name(text: str, *, linked: bool, stopped: bool, first: bool) -> bool:
    """Whether `text` can be a name; behind the `first`, one may say for whom: "for the Mill"."""
    if not text or _HANDLE.fullmatch(text) or _DOMAIN.fullmatch(text):
        return True
    if _WIDE.found_in(text):
        short = not stopped or _columns(text) <= _STOPPED_COLUMNS or bool(_GROUP.search(text))
        return _columns(text) <= 30 and short and not _CLAUSE.search(text)
    words = _WORD.findall(text)
    if len(words) > 6:
        return False
    if _UNSPACED.search(text):
        return len(text) <= 30 and len(words) <= 3
    if not _CASED.search(text):
        return len(words) <= (_STOPPED_WORDS if stopped else 5)
    lower = [word for word in words if word[:1].islower()]
    if not first and words[0].casefold() in _FOR and len(lower) < len(words):
        return True
    known = all(word.strip("().,").casefold() in _PARTICLES for word in lower)
    return linked or (known and not words[0][:1].islower())


def _columns(text: str) -> int:
    return len(text) + _WIDE.count(text)


def _says_own(text: str) -> bool:
    """Whether a text says that something is the writer's own work, which names no source."""
    return bool(_own_words()(fold(text).casefold().encode("utf-8", "ignore").decode()))


@cache
def _own_words() -> Callable[[str], list[int]]:
    return search_set(map(word_expression, load_words().own))


# Words that tell what kind of boilerplate a block may be; never enough to remove it.


def cue_kind(view: View) -> Kind | None:
    """Return the kind whose cue stands in `view`, the first in the order of `Kind`, or None.

    A plea is one though it names where the texts first appear: it has many more cues of its kind.
    """
    text = _folded_prose(view)
    kinds = Counter(_cues()[0][index] for index in _cues()[1](text))
    first = next((kind for kind in _ORDER if kind in kinds), None)
    pleads = first is not None and kinds[Kind.SUBSCRIBE] > kinds[first] + 1
    return Kind.SUBSCRIBE if pleads else first


def _folded_prose(view: View) -> str:
    """The words of a view in folded case; lone bytes of damaged text are not words."""
    return fold(view.prose).casefold().encode("utf-8", "ignore").decode()


def cue_count(view: View) -> int:
    """How many different cues stand in `view`."""
    found = _cues()[1](_folded_prose(view))
    return len(found)


def is_kept(view: View, *, plea: bool = False) -> bool:
    """Whether `view` has words of content that repeats: thanks, biographies, image credits.

    A plea may say what it pleads for: "we are a charity" does not make it content.
    """
    text = _folded_prose(view)
    words = load_words()
    if _cue_words(words.keep)(text):
        return True
    return not plea and bool(_cue_words(words.copulas)(text))


def is_thanks(view: View) -> bool:
    """Whether `view` does nothing but thank for reading, as a letter ends with a greeting."""
    text = _NO_WORD.sub(" ", _folded_prose(view)).strip()
    return text in _thanks()


_NO_WORD = lazy(r"[\W_]+")


@cache
def _thanks() -> frozenset[str]:
    return frozenset(_NO_WORD.sub(" ", thanks).strip() for thanks in load_words().thanks)


def is_note(view: View) -> bool:
    """Whether `view` begins as a correction, an update or an editor's note: that is content."""
    head = _NOTE.match(_folded_prose(view))
    return head is not None and head["label"].strip(" *_([") in _notes()


def is_note_heading(view: View) -> bool:
    """Whether `view` is nothing but the label of a note, or one with a date: "Update (2 May)"."""
    text = _folded_prose(view)
    head = _HEAD.match(text)
    return head is not None and head["label"].strip() in _notes()


# A label with what dates or numbers it.
_HEAD = lazy(r"\W*(?P<label>[^\W\d][^\n:(（\[\d]{0,38}?)\s*(?:[:：(（\[#\d].{0,40})?\W*$")
# The label a line begins with: a few words before a colon or a dash.
_NOTE = lazy(r"\W{0,4}(?P<label>[^:\n]{2,40}?)\s?(?::|\s-\s|\))")


@cache
def _notes() -> frozenset[str]:
    return frozenset(load_words().notes)


# What tells most comes first: a line that names its source and a newsletter is a source line.
_ORDER = (
    Kind.LEGAL,
    Kind.SOURCE,
    Kind.CREDIT,
    Kind.SHARE,
    Kind.SUBSCRIBE,
    Kind.RELATED,
    Kind.NAV,
    Kind.TAGS,
    Kind.STAMP,
)


@cache
def _cues() -> tuple[list[Kind], Callable[[str], list[int]]]:
    pairs = [(kind, word) for kind, words in load_words().cues for word in words]
    return [kind for kind, _ in pairs], search_set(word_expression(word) for _, word in pairs)


@cache
def _cue_words(words: tuple[str, ...]) -> Callable[[str], list[int]]:
    return search_set(map(word_expression, words))


def word_expression(word: str) -> str:
    """Return the expression for a cue: whole words where the script has them."""
    edge = r"\b" if word[0].isascii() and word[0].isalnum() else ""
    rear = r"\b" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{edge}{quoted(word)}{rear}"
