"""Tells boilerplate, by the built-in phrases and the rules of an archive, in linear time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from newskit.characters import Characters
from newskit.config.strip import Kind, On, RuleState, StripConfig, StripRule, Where
from newskit.frozen import dataclass, replace
from newskit.lazy import computed, lazy
from newskit.strip.facts import Facts, fits, forwarded, is_address, is_path, lift_groups
from newskit.strip.fits import (
    is_article,
    is_date,
    is_licence,
    is_own_place,
    keeps_work,
    licence_at,
    short_licence,
)
from newskit.strip.pattern import SENTENCE_END, fold, group_fact
from newskit.strip.phrases import Phrase, PhraseBank, SetBank, load_phrases, speaks
from newskit.strip.rulefile import lift_rule
from newskit.strip.view import Link, View, shown_url


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that a block matches."""

    rule: str
    kind: Kind
    where: Where
    facts: Facts = ()
    reviewed: bool = False
    learned: bool = False
    sites: tuple[str, ...] = ()

    @property
    def builtin(self) -> bool:
        """Whether it comes from a built-in phrase, not from a rule of the archive."""
        return not self.reviewed and not self.learned


_LEAD: Final = lazy(r"[^\w\[<(@#©]+")
_TAIL: Final = lazy(r"(?:[\s.!。।۔~…,:;、→»›*_|-]|\s>|>>)+$")
_BLANKS: Final = (
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    + "".join(map(chr, range(0x2000, 0x200B)))
)
# What `_TAIL` is made of but for `>`; Python's `\s` is `_BLANKS`.
_END_MARKS: Final = f"{_BLANKS}.!。।۔~…,:;、→»›*_|-"
_SEPARATORS: Final = lazy(
    r"(?:[\s,/|&;<>«»‹›←→↑↓⇐⇒↩*+=~\-、،:.()\[\]#\d年月日号期第]|\b(?:and|or|und|oder|et|ou|y|o|e|и)\b|和|与|或|と|や|및)*"
)
# What stands before the value of a labelled line.
_LABELLED: Final = lazy(r"^[^:：\d]{1,40}(?:[:：]|(?=\d))")
# The name before a row of links.
_ROW_LABEL: Final = lazy(r"\W*[^\W\d_][^:.!?\[\]<>]{0,24}:\s*")
_PAIRS: Final = (("(", ")"), ("[", "]"))
# Width, in columns, of the longest block a built-in phrase may be: a CJK character counts two.
_LONGEST: Final = {"sentences": 420, "lines": 260, "run": 160, "headings": 80}
_LONGEST_LABEL: Final = 220
_LONGEST_PHRASE: Final = max(*_LONGEST.values(), _LONGEST_LABEL)
# What phrases on the source know are elements and pictures.
_CODE_STARTS: Final = ("<", "![")
_SHORT_LINK: Final = 24
_LONGEST_PLEA: Final = 400
# What parts the lines that some archives write on one.
_PART: Final = lazy(
    r"\s[–—|｜·•/]\s|\u3000+|\s?[|｜]\s?|[;；]\s?|[。]\s?(?=\S)"
    r"|(?<=[^\W\d_]{3}[.!?])\s(?=\S)"
    r"|[,，]\s?(?=[\u4e00-\u9fff]{1,6}[:：]|本文(?:采用|使用|遵循|基于))|\s+(?=[^\W\d_]{1,12}\s?[:：](?!//))"
)
_MOST_PARTS: Final = 5
_WIDE: Final = Characters(
    *("\u1100\u115f", "\u2e80\ua4cf", "\uac00\ud7a3", "\uf900\ufaff", "\uff00\uff60")
)


def width(text: str) -> int:
    """Columns `text` takes, with wide characters counting two."""
    return len(text) + _WIDE.count(text)


def core_span(folded: str) -> tuple[int, int]:
    """Span of a folded view without arrows, bullets, end marks and brackets around all of it."""
    start, end = 0, len(folded)
    while True:
        lead = _LEAD.match(folded, start, end)
        start = lead.end() if lead else start
        if not folded.endswith(">", start, end):
            bare = start + len(folded[start:end].rstrip(_END_MARKS))
            if folded.endswith(">", start, bare):  # which two kinds of end marks may go on with
                tail = _TAIL.search(folded, start, end)
                bare = tail.start() if tail else bare
            end = bare
        for opening, closing in _PAIRS:
            inside = folded[start + 1 : end - 1]
            if folded.startswith(opening, start, end) and folded.endswith(closing, start, end):
                if "](" not in inside and (opening == "(" or closing not in inside):
                    start, end = start + 1, end - 1
                    break
                if opening == "(" and inside.count("(") == inside.count(")"):
                    start, end = start + 1, end - 1
                    break
        else:
            return start, max(start, end)


class Matcher:
    """Matches blocks against rules; make one per process and reuse it."""

    def __init__(self, rules: Sequence[StripRule], *, builtin: bool) -> None:
        phrases = load_phrases()
        self._rules = [rule for rule in rules if rule.state is RuleState.ACCEPTED]
        self._text_rules = _rules_on(On.TEXT, self._rules)
        self._source_rules = _rules_on(On.SOURCE, self._rules)
        self._has_text_rules = any(rule.on is On.TEXT for rule in self._rules)
        self._lines = PhraseBank(phrases.lines if builtin else ())
        self._sentences = PhraseBank(
            [one for one in phrases.lines if one.sentence] if builtin else ()
        )
        self._links = PhraseBank(phrases.links if builtin else ())
        sources = phrases.sources if builtin else ()
        self._sources = SetBank(sources, [one.expression for one in sources])

    def block(self, view: View, source: str, body: str = "") -> Hit | None:
        """Return what a whole block or line is, or None when no rule knows it.

        `body` is what it stands in, which tells the language of the post.
        """
        hit = self._by_rule(view, source)
        if (hit is None or not hit.reviewed) and self.reads_on(view):
            return None
        if hit is None:
            return self._by_phrase(view, body) or self._by_source(source)
        if hit.facts or not hit.learned:
            return hit
        # What learning found repeated, the phrases may know how to read.
        phrase = self._by_phrase(view, body)
        facts = phrase.facts if phrase else ()
        return replace(hit, facts=_with_licence(facts, view) if hit.kind is Kind.LEGAL else facts)

    def reads_on(self, view: View) -> bool:
        """Whether a line is the post's link to the rest of its own text, which is content.

        An address elsewhere moves to the front matter; a path says nothing there.
        """
        if len(view.links) != 1 or view.links[0].image or is_address(view.links[0].url):
            return False
        if not links_only(view):
            return False
        folded = fold(view.links[0].text)
        start, end = core_span(folded)
        known = self._links.full_matches(folded[start:end])
        return any(phrase.link_fact == "source_url" for phrase, _ in known)

    def strong(self, view: View, source: str, body: str = "") -> bool:
        """Whether a rule lets the block go by itself."""
        hit = self.block(view, source, body)
        return hit is not None and hit.where is Where.TAIL

    def code(self, source: str) -> Hit | None:
        """Return what template code or an empty element is when a rule of the archive says so."""
        for rule, match in self._source_rules.full_matches(source.strip()):
            return _rule_hit(rule, lift_rule(rule, match, None, 0))
        return None

    def source_only(self, source: str) -> Hit | None:
        """Return what a script or other code is when a rule on the source knows it, or None."""
        return self.code(source) or self._by_source(source)

    def sentence(self, view: View, body: str = "") -> Hit | None:
        """Return what a last sentence is when it may be cut off its paragraph, or None."""
        if view.links:
            start, end = core_span(view.folded)
            for rule, match in self._text_rules.full_matches(view.folded[start:end]):
                if rule.where is Where.TAIL:
                    return _rule_hit(rule, lift_rule(rule, match, view, start))
        for phrase, facts in self._phrase_matches(view, self._sentences, body):
            return Hit(phrase.id, phrase.kind, phrase.where, facts)
        return None

    def may_hold_sentence(self, view: View) -> bool:
        """Whether a `sentence` may stand in `view`: it has the words that one is known by."""
        return self._has_text_rules or self._sentences.may_match_in(view.folded)

    def too_long(self, view: View) -> bool:
        """Whether no sentence can be as long as this one, so that longer ones need no look."""
        limit = _LONGEST["sentences"]
        return not self._has_text_rules and len(view.text) > limit and width(view.prose) > limit

    def _by_rule(self, view: View, source: str) -> Hit | None:
        if not self._rules:
            return None
        start, end = core_span(view.folded)
        for candidate, shift in ((view.folded, 0), (view.folded[start:end], start)):
            for rule, match in self._text_rules.full_matches(candidate):
                return _rule_hit(rule, lift_rule(rule, match, view, shift))
        return self.code(source)

    def _by_phrase(self, view: View, body: str) -> Hit | None:
        found = list(self._phrase_matches(view, self._lines, body))
        found.sort(key=_weight)
        if found:
            phrase, facts = found[0]
            if phrase.kind is Kind.LEGAL:
                facts = _with_licence(facts, view)
            return Hit(phrase.id, phrase.kind, phrase.where, facts)
        return (
            self._by_links(view)
            or _by_licence(view)
            or self._by_label(view, body)
            or self._flat(view)
            or self._by_parts(view, body)
        )

    def _by_label(self, view: View, body: str) -> Hit | None:
        """A link whose text is the label of a source: "[Source](…)" reads as "Source: <…>"."""
        if len(view.links) != 1 or not links_only(view):
            return None
        link = view.links[0]
        label = link.text.rstrip(" :：.。")
        if link.image or not label or not is_article(link.url) or keeps_work(link.url):
            return None  # "Source" is what programs have, too
        text = f"{label}: <{shown_url(link.url)}>"
        labelled = View(text, (Link(len(label) + 2, len(text), "", link.url),))
        for phrase, facts in self._phrase_matches(labelled, self._lines, body):
            if phrase.kind is Kind.SOURCE and phrase.slot:
                return Hit(phrase.id, phrase.kind, phrase.where, facts)
        return None

    def _by_parts(self, view: View, body: str) -> Hit | None:
        """Several lines on one: "Traduction : Ann – [article original](…)", each part known."""
        if len(view.text) > _LONGEST_PLEA:
            return None
        marks = [
            match.span()
            for match in _PART.finditer(view.text)
            if not any(link.start < match.end() and match.start() < link.end for link in view.links)
        ]
        if not 0 < len(marks) < _MOST_PARTS:
            return None
        hits: list[Hit] = []
        for start, end in zip(
            [0, *(mark[1] for mark in marks)],
            [*(mark[0] for mark in marks), len(view.text)],
            strict=True,
        ):
            part = view.part(start, end)
            found = sorted(self._phrase_matches(part, self._lines, body), key=_weight)
            hit = (
                Hit(found[0][0].id, found[0][0].kind, found[0][0].where, found[0][1])
                if found
                else self._by_links(part)
            )
            if hit is None or hit.where is Where.HEAD:
                return None
            hits.append(hit)
        first = next((hit for hit in hits if hit.where is Where.TAIL), None)
        if first is None:
            return None
        return Hit(
            first.rule, first.kind, first.where, tuple(fact for hit in hits for fact in hit.facts)
        )

    def _flat(self, view: View) -> Hit | None:
        """A plea or a note of the source whose words are partly a link's.

        "Subscribe to our [newsletter](…)", "This post was [first published in The Mill](…)".
        """
        links = [link for link in view.links if not link.image]
        if not links or len(view.text) > _LONGEST_PLEA:
            return None
        flat = View(view.prose)
        start, end = core_span(flat.folded)
        for phrase, match in self._lines.full_matches(flat.folded[start:end]):
            groups = _groups(match, start)
            if phrase.kind is Kind.SUBSCRIBE and not groups:
                return Hit(phrase.id, phrase.kind, phrase.where)
            if phrase.kind is Kind.SOURCE and phrase.sentence and len(links) == 1:
                facts = lift_groups(flat, groups)
                own = [flat.text[begin:stop] for slot, begin, stop in groups if slot == "origin"]
                good = fits(flat, groups, facts, sentence=True) or (own and is_own_place(own[0]))
                if good and is_address(links[0].url):
                    linked = lift_groups(view, [("source_url", links[0].start, links[0].end)])
                    return Hit(phrase.id, phrase.kind, phrase.where, (*facts, *linked))
        return None

    def _phrase_matches(
        self, view: View, bank: PhraseBank, body: str
    ) -> Iterable[tuple[Phrase, Facts]]:
        if len(view.prose) > _LONGEST_PHRASE:
            return
        start, end = core_span(view.folded)
        size = 0
        for phrase, match in bank.full_matches(view.folded[start:end]):
            size = size or width(view.prose)
            if size > _LONGEST.get(phrase.id.split(":")[2], _LONGEST_LABEL):
                continue
            if phrase.language and not speaks(body, phrase.language):
                continue
            if phrase.slot == "date" and not is_date(_LABELLED.sub("", view.text, count=1)):
                continue
            groups = _groups(match, start)
            facts = lift_groups(view, groups)
            stated = dict(facts)
            leads_on = phrase.kind is Kind.NAV and any(slot == "source_url" for slot, *_ in groups)
            if leads_on and not is_address(stated.get("source_url", "")):
                continue
            if fits(view, groups, facts, sentence=phrase.sentence):
                yield phrase, facts

    def _by_links(self, view: View) -> Hit | None:
        """A line of nothing but links, each with a text that the phrases know."""
        links = [link for link in view.links if not link.image]
        if not links or len(links) < len(view.links):
            return None
        row = not links_only(view) and not _is_labelled_row(view)
        if row and not _is_row(view):
            return None
        hits: list[Hit] = []
        strangers = 0
        for link in links:
            folded = fold(link.text).strip(" <>")  # arrows: "<< Prev"
            start, end = core_span(folded)
            known = next(iter(self._links.full_matches(folded[start:end])), None)
            if known is None and is_path(link.url) and width(folded) <= _SHORT_LINK:
                strangers += 1
                continue
            if known is None or width(folded) > 80:
                return None
            phrase = known[0]
            if phrase.link_fact == "source_url" and not is_address(link.url):
                return None  # leads to the rest of the post's own text
            facts: Facts = ((phrase.link_fact, forwarded(link.url)),) if phrase.link_fact else ()
            hits.append(Hit(phrase.id, phrase.kind, phrase.where, facts))
        # Beside a known link, a short one to the archive's own pages is one of the same row.
        if not hits or strangers > 2 * len(hits) or (strangers and hits[0].kind is not Kind.NAV):
            return None
        if row and sum(hit.kind is Kind.NAV and hit.where is Where.TAIL for hit in hits) < 2:
            return None
        first = next((hit for hit in hits if hit.where is Where.TAIL), hits[0])
        facts = tuple(fact for hit in hits for fact in hit.facts)
        return Hit(first.rule, first.kind, first.where, facts)

    def _by_source(self, source: str) -> Hit | None:
        source = source.strip()
        if source.startswith(_CODE_STARTS):
            for phrase, _ in self._sources.full_matches(source):
                return Hit(phrase.id, phrase.kind, phrase.where)
        return None


def _with_licence(facts: Facts, view: View) -> Facts:
    """The facts of a legal line, with the licence that it names where no slot of it is one.

    "Reprints welcome, CC BY 4.0".
    """
    named = "" if any("licence" in name for name, _ in facts) else short_licence(view.prose)
    return (*facts, ("licence", named)) if named else facts


def _by_licence(view: View) -> Hit | None:
    """A lone link to a Creative Commons licence, as the badge of one is."""
    if len(view.links) != 1 or view.links[0].image or not links_only(view):
        return None
    link = view.links[0]
    named = licence_at(link.url)
    short = width(link.text) <= _SHORT_LINK or link.text.startswith("![")
    if not named or not (short or is_licence(link.text)):
        return None
    facts = (("licence", named), ("licence_url", link.url))
    return Hit("any:legal:licence", Kind.LEGAL, Where.TAIL, facts)


_ORDER: Final = {Where.TAIL: 0, Where.HEAD: 1, Where.RUN: 2}


def _weight(found: tuple[Phrase, Facts]) -> tuple[int, int, bool]:
    """What sorts matched phrases, the most telling first: "原文：" names a source and leads on."""
    return _ORDER[found[0].where], -len(found[1]), found[0].kind is Kind.NAV


def links_only(view: View) -> bool:
    """Whether `view` holds links and nothing else but what stands between links."""
    return bool(view.links) and all(_SEPARATORS.fullmatch(piece) for piece in _around_links(view))


def _around_links(view: View) -> list[str]:
    """Return what stands before, between and behind the links of `view`."""
    starts = [0, *[link.end for link in view.links]]
    ends = [*[link.start for link in view.links], len(view.folded)]
    return [view.folded[start:end] for start, end in zip(starts, ends, strict=True)]


def _is_labelled_row(view: View) -> bool:
    """Whether `view` is a row of links to three places or more behind a name: "Ann: [X](…) …"."""
    label, *rest = _around_links(view)
    return (
        len(view.links) > 2
        and _ROW_LABEL.fullmatch(label) is not None
        and all(_SEPARATORS.fullmatch(piece) for piece in rest)
    )


def _is_row(view: View) -> bool:
    """Whether `view` is a row of links with a bar between them, and a word or two for this page."""
    pieces = _around_links(view)
    cells = [cell for piece in pieces for cell in piece.split("|")]
    words = [cell.strip(" []") for cell in cells if not _SEPARATORS.fullmatch(cell)]
    bars = sum(piece.count("|") for piece in pieces)
    return (
        bars >= len(view.links) + len(words) - 1
        and len(words) * 2 <= len(view.links)
        and all(width(word) <= _SHORT_LINK and not SENTENCE_END.search(word) for word in words)
    )


def _rules_on(on: On, rules: Iterable[StripRule]) -> SetBank[StripRule]:
    chosen = [rule for rule in rules if rule.on is on]
    return SetBank(chosen, [rule.match for rule in chosen])


def _rule_hit(rule: StripRule, facts: Facts) -> Hit:
    learned = not rule.reviewed
    return Hit(rule.id, rule.kind, rule.where, facts, rule.reviewed, learned, rule.sites)


def _groups(match: Any, shift: int) -> list[tuple[str, int, int]]:
    spans = ((name, match.span(index)) for name, index in match.re.groupindex.items())
    return [
        (group_fact(name), start + shift, end + shift) for name, (start, end) in spans if start >= 0
    ]


# The rules a run applies: the built-in ones and an archive's own.

# Compiling takes a tenth of a second: once a process, however often `Rules` is unpickled in it.
_MATCHERS: dict[str, Matcher] = {}


@dataclass(frozen=True)
class Rules:
    """Rules of a run; cheap to send to worker processes, compiled where they are first used.

    Attributes:
        rules: an archive's rules, those from files behind those from the configuration.
        builtin: whether the built-in rules of all languages apply too.
    """

    rules: tuple[StripRule, ...] = ()
    builtin: bool = True

    @computed
    def _content(self) -> str:
        return repr((self.rules, self.builtin))

    @property
    def matcher(self) -> Matcher:
        """The compiled rules."""
        matcher = _MATCHERS.get(self._content)
        if matcher is None:
            matcher = _MATCHERS[self._content] = Matcher(self.rules, builtin=self.builtin)
        return matcher


def rules_for(config: StripConfig) -> Rules:
    """Return the rules of `config`, those of its rule files read into it."""
    return Rules(config.rules, config.builtin)
