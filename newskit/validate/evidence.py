"""What must be known of an archive before a rule may call something an error or a warning.

A rule rests on one of three grounds:

- the text: a parser stops there, or characters are lost. No archive has that for a convention.
- a site generator: what it makes of a value. Where the generator is known, its word counts.
- a habit: what posts usually have or do.

What rests on a generator that nobody knows, or on a habit, is put to the archive: where every fifth
post beside has the same finding, the archive does so on purpose. The finding is an info then, and
says of how many posts it is true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from os import walk
from os.path import join
from pathlib import Path

from newskit.config.validate import Generator, ValidateConfig
from newskit.files import open_file
from newskit.frozen import NamedTuple, replace
from newskit.lazy import wordlist
from newskit.post import FrontMatterFormat
from newskit.problem import Problem, Severity
from newskit.read.parse import parse_bytes
from newskit.site.find import find_site
from newskit.validate.archive.store import FactStore
from newskit.validate.repair.neighbours import Lookups, posts_in, spread
from newskit.validate.rule import rule_of
from newskit.validate.schema.load import choose_schema, is_chosen_by_hand
from newskit.validate.schema.problems import schema_problems
from newskit.validate.subject import Subject

_OF_GENERATORS = frozenset(
    wordlist(
        """
        NK101 NK102 NK114 NK302 NK304 NK309 NK314 NK317 NK320 NK323 NK325 NK326 NK327 NK328
        NK330 NK331 NK332 NK359 NK370
        """
    )
)
"""Rules that say what a generator does, beside those of schemas."""

HABITS = frozenset(
    wordlist(
        """
        NK109 NK141 NK305 NK306 NK307 NK310 NK313 NK315 NK318 NK319 NK356 NK360 NK361 NK364 NK365
        NK366 NK402 NK404 NK406
        """
    )
)
"""Rules that say what posts usually have, whatever generator reads them."""

SHARE = 0.2
"""Share of an archive's posts from which a finding is a convention."""

FEWEST = 5
"""How many posts must have it."""

_SHARE_BARE, _FEW_BARE = 0.05, 2
"""The same for texts without front matter or any text: where a few lie about, they are notes."""

_BARE = frozenset(("NK101", "NK114"))


def weighed(subject: Subject, problems: list[Problem]) -> Iterator[Problem]:
    """Yield the findings about one post, those that are the archive's convention as infos."""
    for problem in problems:
        if problem.severity is Severity.INFO or not _is_doubtful(subject, problem):
            yield problem
            continue
        many = _shared_by(subject, problem.code, _key_of(problem))
        yield problem if many is None else as_usual(problem, *many)


def as_usual(problem: Problem, count: int, of: int) -> Problem:
    """Return a finding that is an archive's convention: so many of its posts have it, too."""
    said = f"{count:,} of {of:,} posts beside it have the same: the archive's convention"
    hint = f"{problem.hint}; {said}" if problem.hint else said
    return replace(problem, severity=Severity.INFO, hint=hint, usual=True)


def _is_doubtful(subject: Subject, problem: Problem) -> bool:
    """Whether the ground of a finding is not certain."""
    code = problem.code
    if code == "NK101" and problem.location.end > 0:
        return False  # what was meant for a fence stands there
    if code.startswith("NK2"):
        return not is_chosen_by_hand(subject) and not _is_known(subject)
    if code == "NK304" and subject.generator is Generator.JEKYLL:
        return True  # Ruby takes the day to come first, always
    return code in HABITS or (code in _OF_GENERATORS and not _is_known(subject))


def _is_known(subject: Subject) -> bool:
    """Whether the post's generator is known: by a site's files, or by the form of the post.

    A folder's name alone says little: `_posts` and `content` are Next.js's and Gatsby's, too.
    """
    if subject.config.generator is not Generator.AUTO:
        return subject.config.generator is not Generator.OTHER
    if subject.post.generator:
        return subject.post.generator != Generator.OTHER
    if subject.generator is Generator.JEKYLL:
        return subject.dated_name is not None
    return subject.post.front_matter.format is FrontMatterFormat.TOML


_OF_DATES = frozenset(("NK302", "NK304"))
"""`24-04-2026` is not read and `05-04-2026` in two ways: one form of dates, whatever the key."""


def _key_of(problem: Problem) -> str:
    """The top-level key that a finding is about; empty for one about no key."""
    if problem.code in _OF_DATES:
        return ""
    if problem.code == "NK201" and not problem.pointer:
        return problem.message
    return (problem.pointer or "").partition("/")[2].partition("/")[0]


# The posts beside a post, and what they have.

_MOST = 40
_MOST_FILES = 2000
_MOST_FOLDERS = 300
_MOST_ABOVE = 6
_ABOVE_UNNAMED = 2
_MAX_BYTES = 256 * 1024


class _Place(NamedTuple):
    """Where the posts beside one are looked for, and how they are read."""

    folder: str
    suffix: str
    site: str
    generator: Generator
    date_keys: tuple[str, ...]
    known_keys: tuple[str, ...]
    deep: bool


def _shared_by(subject: Subject, code: str, key: str) -> tuple[int, int] | None:
    """Return how many of how many posts beside a post have its finding, where it is a habit."""
    Lookups.count += 1
    file = Path(subject.post.path)
    if not subject.post.path or not file.is_file():
        return None
    own = str(file)
    codes = _OF_DATES if code in _OF_DATES else frozenset((code,))
    before: list[str] = []
    for place in _places(subject, file):
        names = _names(place)
        if names == before:  # a folder that holds nothing else
            continue
        before = names
        others = _having(place, codes, key) - {own}
        of = len(names) - (own in names)
        fewest, share = (_FEW_BARE, _SHARE_BARE) if code in _BARE else (FEWEST, SHARE)
        if len(others) >= fewest and len(others) >= share * of:
            return len(others), of
    return None


def _places(subject: Subject, file: Path) -> Iterator[_Place]:
    """The folder of a post, and those above it that hold more, up to the site's or repository's."""
    config = subject.config
    rest = (
        *(file.suffix.lower(), subject.post.generator),
        *(config.generator, config.date_keys, config.known_keys),
    )
    yield _Place(str(file.parent), *rest, deep=False)
    site = find_site(file.absolute().parent) if subject.post.generator else None
    for folder in islice(file.parents, _levels(subject, file)):
        yield _Place(str(folder), *rest, deep=True)
        top = (folder / ".git").exists() or (site is not None and folder.absolute() == site.root)
        # A relative path ends at the working folder.
        if top or not folder.name:
            return


def _levels(subject: Subject, file: Path) -> int:
    """How many folders are looked at: of an absolute path, those below the one that was named."""
    if not file.is_absolute():
        return _MOST_ABOVE
    relative = subject.post.relative
    named = 0 if relative == subject.post.path else relative.count("/")
    return max(_ABOVE_UNNAMED, min(named + 1, _MOST_ABOVE))


@lru_cache(maxsize=256)
def _names(place: _Place) -> list[str]:
    """The files of the sample, from all over the place."""
    folder, suffix = place.folder, place.suffix
    names: list[str] = []
    if not place.deep:
        names += _paths(folder, posts_in(folder, suffix))
    else:
        for base, folders, _ in islice(walk(folder), _MOST_FOLDERS):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            names += _paths(base, posts_in(base, suffix))
            if len(names) >= _MOST_FILES:
                break
    return spread(names, _MOST)


def _paths(folder: str, names: list[str]) -> list[str]:
    """The paths of files in a folder, as `Path` writes them, which takes longer for each."""
    above = str(Path(folder))
    return names if above == "." else [join(above, name) for name in names]  # noqa: PTH118


@lru_cache(maxsize=16)
def _sample(place: _Place) -> tuple[Subject, ...]:
    config = ValidateConfig(
        generator=place.generator, date_keys=place.date_keys, known_keys=place.known_keys
    )
    found: list[Subject] = []
    for path in _names(place):
        try:
            with open_file(path) as file:
                data = file.read(_MAX_BYTES)
        except OSError:
            continue
        post = parse_bytes(path, data, generator=place.site)
        found.append(Subject(post, config))
    return tuple(found)


@lru_cache(maxsize=1024)
def _having(place: _Place, codes: frozenset[str], key: str) -> frozenset[str]:
    """The paths of the posts that have a finding of one of the rules about a key."""
    return frozenset(
        subject.post.path
        for subject in _sample(place)
        if any(
            one.code == code and _key_of(one) == key
            for code in codes
            for one in _found(subject, code)
        )
    )


def _found(subject: Subject, code: str) -> Iterator[Problem]:
    if code.startswith("NK2"):
        schema = choose_schema(subject)
        return schema_problems(subject, schema) if schema is not None else iter(())
    rule = rule_of(code)
    if rule.check is None:
        return (problem for problem in subject.post.problems if problem.code == code)
    return rule.check(rule, subject)


def conventions(store: FactStore) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return which archive-wide findings are a folder's convention: how many of how many posts.

    By code and folder. What every fifth post of the whole archive has is one in each folder.
    """
    having = {
        code: Counter(store.folders("SELECT DISTINCT post FROM found WHERE rule = ?", code))
        for code in HABITS & set(store.codes())
    }
    if not having:
        return {}
    every = Counter(store.folders("SELECT id AS post FROM post"))
    usual: dict[tuple[str, str], tuple[int, int]] = {}
    for code, folders in having.items():
        whole = (sum(folders.values()), store.count)
        for folder, count in folders.items():
            for many in ((count, every[folder]), whole):
                if many[0] > FEWEST and many[0] >= SHARE * many[1]:
                    usual.setdefault((code, folder), many)
    return usual
