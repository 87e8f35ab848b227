"""From evidence to rules: what is accepted, what is proposed, what is dropped."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from newskit.config.strip import Evidence, Kind, On, RuleState, StripRule, Where
from newskit.strip.body import strip_body
from newskit.strip.fits import cue_kind, is_article, is_kept, is_profile, shows_media
from newskit.strip.learn.judge import Case, Judge
from newskit.strip.learn.keys import Tally, digest, expression, threshold
from newskit.strip.match import Matcher, width
from newskit.strip.roles import Role

_TAIL_SHARE: Final = 0.8
# An address alone on the last line may be the link a post is about: it has to be the habit of the
# archive before it is taken for the post's own address.
_ADDRESS_SHARE: Final = 0.2
# Columns from which a line that ends posts is no coincidence, though numbers in it vary.
_TELLING: Final = 30
_SAME_LINKS: Final = 0.1
# Of what stands unchanged in most posts of a time: how many posts.
_LEAST_STANDING: Final = 5
_VERSIONS: Final = 3
# Of what its own words tell: how many posts, and how often it may have been reworded.
_LEAST_SURE: Final = 4
_CHANGES: Final = 12
_SAME_TEXTS: Final = 0.05
# Columns up to which a line that names other pages is known by its words.
_HEADED: Final = 90
# Kinds that say something of the site and its readers, whatever the post is about.
_ASKED: Final = frozenset({Kind.SUBSCRIBE, Kind.SHARE, Kind.LEGAL})
# Kinds that tell something of each post, and are of the article where they repeat in a series.
_TOLD: Final = frozenset({Kind.SOURCE, Kind.CREDIT, Kind.TAGS})
# Where a site sends its readers: its own pages, addresses of mail, a site or an account.
_PLACE: Final = re.compile(
    r"(?:mailto:|tel:|/(?!/)|\{[{%]|(?:https?:)?//[^/?#]+/?[^/?#.]*/?(?:[?#].*)?$)"
)
# Of lists below a heading: links seen, and the share of new ones.
_LEAST_LINKS: Final = 8
_NEW_LINKS: Final = 0.8
# How a line ends that announces what is below it.
_ANNOUNCES: Final = re.compile(r"(?:[:：]|\.\.\.|…)\s*$")
_ORDER: Final = ("exact", "label", "frame", "stem", "address", "image", "head", "source")


@dataclass(frozen=True, slots=True)
class Limits:
    """From how much evidence on a rule may be applied before a person has seen it; shares, 0 to 1.

    Attributes:
        standing: of the posts from the first to the last that end with something, those that do.
        many: of all posts, those that end with it, where they come in no order.
        sole: of the lists below a heading, those that lead to one site.
    """

    standing: float = 0.6
    many: float = 0.3
    sole: float = 0.5


def propose(judge: Judge, limits: Limits = Limits()) -> tuple[StripRule, ...]:
    """Return the rules that the evidence of both passes supports, the most used first."""
    least = threshold(judge.posts)
    rules: dict[str, StripRule] = {}
    cases = sorted(
        judge.cases.values(), key=lambda case: (_ORDER.index(case.key.level), -case.tail)
    )
    worth = [case for case in cases if case.tail >= least and _worth(case, judge.posts, limits)]
    sure = {digest(case.key) for case in worth if _is_sure(case, judge.posts, limits)}
    unsure = {digest(case.key) for case in worth} - sure
    sure -= {digest(case.key) for case in worth if _goes_on(case, unsure)}
    sure = _with_neighbours(worth, sure, limits)
    leads = {digest(case.key) for case in worth if _leads_in(case, sure)} - sure
    for case in worth:
        if case.verdict.content:
            continue
        place = Where.HEAD if digest(case.key) in leads else case.verdict.where
        accept = digest(case.key) in sure | leads
        if place is Where.RUN and not _has_company(case, sure):
            place, accept = Where.TAIL, False  # as it stands, nothing would ever take it along
        rule = _rule(case, judge.posts, limits, place, accept=accept)
        known = rules.get(rule.match)
        if known is None or (known.state, rule.state) == (RuleState.PROPOSED, RuleState.ACCEPTED):
            rules[rule.match] = rule
    return tuple(sorted(rules.values(), key=lambda rule: (-rule.evidence.posts, rule.id)))


def _with_neighbours(worth: list[Case], sure: set[int], limits: Limits) -> set[int]:
    """Add what stands between two pieces of furniture; take out what stands over what stays."""
    stays: set[int] = set()
    while True:
        more = {
            digest(case.key)
            for case in worth
            if _is_between(case, sure) or _heads_known(case, sure, limits)
        }
        if more <= sure | stays:
            over = {digest(case.key) for case in worth if _stands_over(case, sure)} & sure
            if not over:
                return sure
            stays |= over
        sure = (sure | more) - stays


def merge_rules(learned: Iterable[StripRule], old: Iterable[StripRule]) -> tuple[StripRule, ...]:
    """Join newly learned rules with those of an earlier file; what a person decided stays.

    A rule that a person reviewed is kept as it is, with the new evidence; rules that nobody
    reviewed are replaced by what is learned now.
    """
    fresh: Mapping[str, StripRule] = {rule.id: rule for rule in learned}
    merged: list[StripRule] = []
    kept: set[str] = set()
    for rule in old:
        if rule.reviewed:
            kept.add(rule.id)
            merged.append(_with_evidence(rule, fresh.get(rule.id)))
    merged += [rule for rule in fresh.values() if rule.id not in kept]
    return tuple(merged)


def _with_evidence(rule: StripRule, fresh: StripRule | None) -> StripRule:
    if fresh is None:
        return rule
    return replace(
        rule,
        evidence=fresh.evidence,
        samples=fresh.samples,
        examples=fresh.examples,
        near=fresh.near,
    )


def _worth(case: Case, posts: int, limits: Limits) -> bool:
    """Whether the rule would do something that more telling rules do not do already."""
    if case.key.level == "source":
        return case.share >= _TAIL_SHARE
    if case.key.level == "address" and case.share * 2 < _TAIL_SHARE:
        return False  # an address that stands in the text far more often than below it
    if _is_of_a_list(case, posts, limits):
        return False
    varies = len(case.texts) > max(1, case.tail * _SAME_LINKS)
    ends = case.bottom * 2 >= case.tail and width(case.unit.core) >= _TELLING
    if case.verdict.weak and varies and not case.unit.view.links and not ends:
        return False  # numbered prose: "Boat 7 came in."
    if case.key.level in {"exact", "image", "head", "address"}:
        return True
    # What more telling rules leave has to be worth a decision, where one is needed.
    if case.owned >= threshold(posts) or case.owned * 2 >= case.tail:
        return True
    return case.owned > 0 and _is_sure(case, posts, limits)


def _is_of_a_list(case: Case, posts: int, limits: Limits) -> bool:
    """Whether it is an entry of a list that posts have: a job, an event, a video.

    No word says what it is, it leads elsewhere, and it is neither a habit of the archive nor
    what its posts end with.
    """
    links = [link for link in case.unit.view.links if not link.image]
    if case.key.level == "address":
        return shows_media(links[0].url)
    if cue_kind(case.unit.view) is not None or case.tail >= posts * limits.many:
        return False
    if case.key.level == "head":
        return not (_own_sites(case, limits) and "" in case.sites) and not _is_own_list(case)
    own = len(case.urls) > max(1, case.tail * _SAME_LINKS) or case.unit.role is Role.ITEM
    elsewhere = any(is_article(link.url) for link in links)
    return own and elsewhere and case.bottom * 2 < case.tail


def _rule(case: Case, posts: int, limits: Limits, where: Where, *, accept: bool) -> StripRule:
    verdict = case.verdict
    fixed = len(case.urls) == 1
    sites = _own_sites(case, limits) if case.key.level == "head" else ()
    return StripRule(
        id=_id(verdict.kind, case),
        kind=verdict.kind,
        match=expression(case.key, case.unit, fixed=fixed),
        on=On.SOURCE if case.key.level == "source" else On.TEXT,
        where=where,
        state=RuleState.ACCEPTED if accept else RuleState.PROPOSED,
        reviewed=False,
        evidence=Evidence(case.tail, posts, round(case.share, 3), case.first[1], case.last[1]),
        samples=tuple(case.samples),
        examples=tuple(case.examples),
        near=case.near if where is not Where.RUN else "",
        sites=sites,
    )


def _is_sure(case: Case, posts: int, limits: Limits) -> bool:
    """Whether a rule may be applied before a person has seen it.

    Only what reads the same everywhere is: what differs from post to post and is kept nowhere
    else is content until a person says otherwise.
    """
    copies = len(case.contexts) * 2 < min(case.tail, 6)
    if copies or case.top * 2 >= case.tail or case.numbered * 2 > case.tail:
        return False
    if _ANNOUNCES.search(case.unit.view.text):
        return False  # goes with what it announces, or not at all
    standing = case.key.level == "exact" and _is_the_same(case)
    standing = standing and _is_standing(case, posts, limits)
    known = case.verdict.kind in _ASKED or _is_of_the_site(case, posts, limits)
    if standing and case.verdict.standing and case.share >= limits.standing and known:
        return True
    if not case.verdict.accept or case.share < _TAIL_SHARE or case.tail < _LEAST_SURE:
        return False
    match case.key.level:
        case "head":
            # Its words and what goes below it, or links that come back, tell a list of the archive.
            return _varies_little(case) and (_is_own_list(case) or bool(_own_sites(case, limits)))
        case "address":
            return case.tail >= posts * _ADDRESS_SHARE and case.below * 2 >= case.tail
        case "exact" if case.verdict.where is Where.RUN:
            return standing  # links without a kind: those of a series are its references
        case level:
            return level == "image" or _says_it_all(case)


def _says_it_all(case: Case) -> bool:
    """Whether its own words tell what it is, and nothing that it takes is of one post."""
    if case.key.level == "label" or not _varies_little(case):
        return False
    if case.key.level != "exact" and case.unit.parts:
        return False  # of several lines, one may link to what the post is about
    if case.verdict.kind in {Kind.NAV, Kind.RELATED} and width(case.unit.view.prose) > _HEADED:
        return False  # a sentence that says "related" may say anything
    return case.verdict.kind not in _TOLD


def _is_of_the_site(case: Case, posts: int, limits: Limits) -> bool:
    """Whether what no word tells stands below a large part of all posts, or leads to the site.

    What only a series ends with is likelier of the series: its tracker, its sponsor's book.
    """
    if case.section * 2 > case.tail:
        return False  # the text of a section: "API changes are listed here"
    if case.tail >= posts * limits.many:
        return True
    return all(link.image or _is_place(link.url) for link in case.unit.view.links)


def _is_place(url: str) -> bool:
    """Whether `url` is of the site itself or where it has an account."""
    return _PLACE.match(url) is not None or is_profile(url)


def _varies_little(case: Case) -> bool:
    """Whether it reads the same in all posts, but for changes over the years."""
    return len(case.texts) <= max(_VERSIONS, min(_CHANGES, case.tail * _SAME_TEXTS))


def _is_the_same(case: Case) -> bool:
    """Whether it reads the same and leads to the same addresses in all posts.

    What names its own kind may have changed a little over the years.
    """
    versions = 1 if case.verdict.weak or case.verdict.kind is Kind.STAMP else _VERSIONS
    return 0 < len(case.urls) <= versions and len(case.texts) <= versions


def _is_standing(case: Case, posts: int, limits: Limits) -> bool:
    """Whether it ends most posts from the first to the last that have it, or many of all.

    Posts of a series follow each other and end with the same references: an item of a list has
    to be a habit of the whole archive.
    """
    if case.tail < _LEAST_STANDING:
        return False
    if case.tail >= posts * limits.many:
        return True
    span = min(case.last[0] - case.first[0] + 1, posts)
    return case.unit.role is not Role.ITEM and case.tail >= span * limits.standing


def _goes_on(case: Case, unsure: set[int]) -> bool:
    """Whether it goes on with what repeats above it and stays, and no word says what it is.

    The last paragraph of instructions that every release note ends with is one of them; a picture
    is what the text above it shows.
    """
    named = case.verdict.kind is not Kind.STAMP and case.key.level != "image"
    if named or case.unit.role is Role.ITEM:
        return False
    above = sum(posts for key, posts in case.above.items() if key in unsure)
    return above * 2 > case.tail


def _stands_over(case: Case, sure: set[int]) -> bool:
    """Whether it stands over what stays, which no walk from the end passes: one of many events."""
    if case.key.level != "exact" or not case.under:
        return False
    under = sum(posts for key, posts in case.under.items() if key in sure or not key)
    return under * 2 < case.tail


def _is_between(case: Case, sure: set[int]) -> bool:
    """Whether it reads the same everywhere and stands between what surely goes.

    Words of content stay where they stand: "Music: …, licensed under …".
    """
    if is_kept(case.unit.view, plea=True):
        return False
    if case.key.level != "exact" or case.tail < _LEAST_STANDING or case.share < _TAIL_SHARE:
        return False
    linked = any(not link.image for link in case.unit.view.links)
    if linked and len(case.urls) > max(1, min(_VERSIONS, case.tail // _LEAST_STANDING)):
        return False  # an address may have moved once or twice; one that varies is the posts' own
    known = sure | {0}
    above = sum(posts for key, posts in case.above.items() if key in known)
    under = sum(posts for key, posts in case.under.items() if key in known)
    return min(above, under) >= case.tail * _TAIL_SHARE


def _heads_known(case: Case, sure: set[int], limits: Limits) -> bool:
    """Whether its words name a list of the archive, and what stands below it surely goes."""
    if case.key.level != "head" or not case.verdict.accept or not _varies_little(case):
        return False
    if case.share < limits.standing or case.tail < _LEAST_STANDING or case.top * 2 >= case.tail:
        return False
    under = sum(posts for key, posts in case.under.items() if key in sure)
    return under >= case.tail * _TAIL_SHARE


def _has_company(case: Case, sure: set[int]) -> bool:
    """Whether what surely goes stands above it: links without a kind go along, never alone."""
    if case.key.level != "exact":
        return True
    known = sure | {0}
    return sum(posts for key, posts in case.above.items() if key in known) * 2 >= case.tail


def _leads_in(case: Case, sure: set[int]) -> bool:
    """Whether it reads the same everywhere and announces what surely goes below it."""
    if case.key.level != "exact" or len(case.texts) > 1 or case.share < _TAIL_SHARE:
        return False
    if not _ANNOUNCES.search(case.unit.view.text) or case.top * 2 >= case.tail:
        return False
    if case.bottom > case.tail * (1 - _TAIL_SHARE):
        return False  # announces what no rule sees: a form, a button
    known = sure | {0}
    under = sum(posts for key, posts in case.under.items() if key in known)
    return under >= case.tail * _TAIL_SHARE


def _own_sites(case: Case, limits: Limits) -> tuple[str, ...]:
    """The sites that lists below a heading lead to, when their links come back from post to post.

    The last section of a digest is a headed list too, but its links are new each time.
    """
    total = sum(case.links.values())
    if total < _LEAST_LINKS or len(case.links) > total * _NEW_LINKS:
        return ()
    lists = sum(case.sites.values())
    sites = [site for site, posts in case.sites.items() if site != "*" and posts * 5 >= lists]
    named = sum(case.sites[site] for site in sites)
    return tuple(sorted(sites)) if named >= lists * limits.sole else ()


def _is_own_list(case: Case) -> bool:
    """Whether the list below a heading is of the archive's own posts, above other boilerplate."""
    site, posts = case.sites.most_common(1)[0] if case.sites else ("*", 0)
    return (
        site != "*" and posts >= case.tail * _TAIL_SHARE and case.below >= case.tail * _TAIL_SHARE
    )


def _id(kind: Kind, case: Case) -> str:
    data = f"{case.key.level}\x00{case.key.text}".encode("utf-8", "surrogatepass")
    words = re.findall(r"[a-z0-9]+", case.unit.core.lower())[:3]
    slug = "-".join(words)[:24]
    return "-".join(filter(None, (kind.value, slug, hashlib.sha256(data).hexdigest()[:8])))


# Learning an archive: two streaming passes over its bodies.


_LOOKED_AT: Final = 20_000


def learn(
    bodies: Callable[[], Iterable[tuple[str, str]]], matcher: Matcher
) -> tuple[StripRule, ...]:
    """Return the rules that an archive's posts support.

    Args:
        bodies: gives the archive's posts, (id, body) each, from the start each time it is called;
            it is called twice. Nothing of them is held but counts and a few samples.
        matcher: the rules that are known already; what they remove is not learned again.
    """
    tally = Tally(matcher)
    for weight, (_, body) in _thinned(bodies()):
        tally.add(body, weight)
    judge = Judge(tally.candidates(), matcher, tally.posts)
    for weight, (post_id, body) in _thinned(bodies()):
        judge.add(post_id, body, weight)
    judge.finish()
    return tuple(_useful(propose(judge), judge))


def _useful(rules: tuple[StripRule, ...], judge: Judge) -> Iterator[StripRule]:
    """Yield the rules but for those that would take nothing, alone or with all the others.

    A heading below which the post goes on, a link that something always stands below: to ask a
    person about them is of no use.
    """
    tried = {_id(case.verdict.kind, case): case.tried for case in judge.cases.values()}
    taken = _taken(tuple(map(_agreed, rules)), judge.ends.values())
    for rule in rules:
        ends = [judge.ends[post] for post in tried.get(rule.id, ()) if post in judge.ends]
        if rule.state is not RuleState.PROPOSED or not ends or rule.id in taken:
            yield rule
        else:
            others = tuple(one for one in rules if one.state is RuleState.ACCEPTED)
            if rule.id in _taken((*others, _agreed(rule)), ends):
                yield rule


def _agreed(rule: StripRule) -> StripRule:
    """The rule as if a person had accepted it."""
    return replace(rule, state=RuleState.ACCEPTED, reviewed=True)


def _taken(rules: tuple[StripRule, ...], ends: Iterable[str]) -> set[str]:
    """The rules that take something of the ends of posts."""
    matcher = Matcher(rules, builtin=True)
    return {cut.hit.rule for end in ends for cut in strip_body(end, matcher, 1.0).cuts}


def _thinned(bodies: Iterable[tuple[str, str]]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the posts to look at, each with the number of posts it stands for.

    All of the first 20,000, then every second for as many more, every fourth, and so on: what
    ends 2 % of a million posts shows in a tenth of them.
    """
    weight = 1
    looked_at = 0
    for number, item in enumerate(bodies):
        if number % weight:
            continue
        yield weight, item
        looked_at += 1
        if looked_at % _LOOKED_AT == 0:
            weight *= 2
