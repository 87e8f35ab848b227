"""What a repeated unit is taken for: only what names its kind may be accepted unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from newskit.config.strip import Kind, Where
from newskit.lazy import lazy
from newskit.strip.fits import cue_count, cue_kind, is_kept, is_note, keeps_work
from newskit.strip.learn.keys import Key, Unit
from newskit.strip.match import width
from newskit.strip.view import View

# Width in columns: below it what names its kind is accepted by itself, or when it holds a link.
_LISTED: Final = frozenset({Kind.RELATED, Kind.NAV, Kind.SUBSCRIBE, Kind.SHARE})
_SHORT: Final = 90
_SENTENCES: Final = 3
# A place to go to that no link names: an address of mail, an account, a channel.
_PLACE: Final = lazy(r"[\w.+-]+@[\w-]+\.\w|(?<!\w)[@#]\w{2,}")
# Words that a farewell holds as well as a plea.
_IN_TOUCH: Final = lazy(
    r"(?i)conta[ck]?t\w*|contato\w*|kontakt\w*|контакт\w*|kontak\b|iletişim\w*|liên hệ"
    r"|連絡|联系|聯絡|연락"
)
# Words that ask readers to put down their names, for whatever it is.
_SIGN_UP: Final = lazy(
    r"(?i)sign(?:ing)?[ -]?up|regist[er]+\w*|s'inscri\w+|inscri\w+|iscriv\w+|apúnt\w+"
    r"|anmeld\w*|melde\w*|meld je|tilmeld\w*|anmäl\w*|zapis\w+|přihlas\w*|запис\w+"
    r"|đăng ký|daftar\w*|kaydol\w*|报名|報名|登録|신청"
)
_CREDIT: Final = 50
_SENTENCE: Final = lazy(r"[!?。！？؟।۔]+|\.(?=\s|$)")
_LONG: Final = 240
_LONGEST: Final = 480


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a repeated unit is taken for.

    Attributes:
        kind: what it is, or would be.
        where: when it goes.
        accept: whether its words let the rule be accepted without a person.
        standing: whether it may be accepted for standing unchanged below most posts of a time,
            with the same links, though no word says what it is.
        weak: whether it may as well be content, so that what is above it is looked at as content.
        content: whether it surely is, so that nobody is asked: "References", "Cheers".
    """

    kind: Kind
    where: Where = Where.TAIL
    accept: bool = False
    standing: bool = False
    weak: bool = False
    content: bool = False


# What no words tell apart; what code does, a person decides.
_WORDLESS: Final = {
    "image": Verdict(Kind.SUBSCRIBE, Where.RUN, accept=True),
    "address": Verdict(Kind.SOURCE, accept=True),
    "source": Verdict(Kind.STAMP),
}


def judge_unit(key: Key, unit: Unit) -> Verdict:
    """Tell what a unit with `key` is taken for.

    A slogan, a greeting or thanks that close every post are for a person to decide. What names
    its kind is accepted when it holds a link or is short; what does not, when it holds links that
    are the same in most posts of a time.
    """
    if key.level in _WORDLESS:
        return _WORDLESS[key.level]
    view = unit.view
    kind = cue_kind(_part(key, view))
    if is_kept(view, plea=kind is Kind.SUBSCRIBE) or is_note(view):
        brief = kind is None and not view.links and width(view.text) < _CREDIT
        return Verdict(kind or Kind.STAMP, weak=True, content=brief)
    if key.level == "head":
        # The last section of a weekly is a headed list of links too: only words tell them apart.
        return Verdict(kind or Kind.RELATED, Where.HEAD, accept=kind in _LISTED, standing=True)
    if kind is Kind.SOURCE and not view.links and any(char.isdigit() for char in view.text):
        # When something was published is a note on the text, not where it comes from.
        return Verdict(Kind.SOURCE, weak=True)
    if kind is None and unit.is_links and key.level == "exact":
        return Verdict(Kind.NAV, Where.RUN, accept=True)
    linked = any(not link.image for link in view.links)
    sentences = len(_SENTENCE.findall(view.prose))
    short = width(view.prose) < _LONGEST and sentences <= _SENTENCES + 2 * (kind is not None)
    standing = key.level == "exact" and linked and short
    if kind is None:
        standing = standing and not any(keeps_work(link.url) for link in view.links)
        return Verdict(Kind.STAMP, standing=standing, weak=not standing)
    return Verdict(kind, accept=_is_brief(view) and _says_enough(view, kind), standing=standing)


def _says_enough(view: View, kind: Kind) -> bool:
    """Whether a kind that leads somewhere does: "see you in the next post" is a greeting.

    "You can sign up here" may be for what the post is about; the author of something else may be
    named anywhere in a sentence.
    """
    if kind is Kind.SUBSCRIBE and cue_kind(View(_SIGN_UP.sub("", view.text))) is not kind:
        return False
    if kind is Kind.CREDIT and width(view.prose) > _CREDIT:
        return False
    if any(not link.image for link in view.links) or _PLACE.search(view.folded):
        return True
    if kind in {Kind.NAV, Kind.SHARE, Kind.RELATED}:
        return False
    return kind is not Kind.SUBSCRIBE or cue_kind(View(_IN_TOUCH.sub("", view.text))) is kind


def _is_brief(view: View) -> bool:
    """Whether a kinded block is short enough to be known by its kind alone.

    The more cues it has, the longer it may be: a plea of three sentences that names a newsletter
    and a donation is one, a greeting that mentions comments is a greeting.
    """
    size = width(view.prose)
    if size < _SHORT:
        return True
    linked = any(not link.image for link in view.links)
    sentences = len(_SENTENCE.findall(view.prose))
    if cue_count(view) > 1:
        return size < (_LONGEST if linked else _LONG) and sentences <= _SENTENCES + 1
    return linked and size < _LONG and sentences <= _SENTENCES


def _part(key: Key, view: View) -> View:
    """The part of a view that a key holds fixed: only that may say what kind it is."""
    if key.level == "label":
        return View(view.text[: view.folded.find(":")])
    if key.level == "stem":
        return View(view.text[: view.links[0].start] + view.links[0].text)
    if key.level == "frame":
        pieces: list[str] = []
        position = 0
        for link in view.links:
            pieces.append(view.text[position : link.start])
            position = link.end
        return View(" ".join((*pieces, view.text[position:])))
    return view
