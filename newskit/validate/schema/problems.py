"""A schema's findings about a post, each at its key or value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from newskit.config.validate import Generator
from newskit.dates.generators import dateutil_reads, hexo_reads, zola_reads
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.post import FrontMatterFormat, JsonValue, Kind, Span
from newskit.problem import Problem, Severity
from newskit.validate.repair.neighbours import DATE_KEYS, kin_of, neighbours_of
from newskit.validate.rule import rule_of
from newskit.validate.schema.load import Schema, is_chosen_by_hand
from newskit.validate.subject import Subject

if TYPE_CHECKING:
    from newskit.validate.rule import Rule
    from newskit.validate.schema.words import Violation

# Keys that a schema newskit chose by itself requires, and that a post may do without.


# Docusaurus, Obsidian and Jekyll's titles-from-headings plugin take the title from the body.
_HEADING = lazy(
    r"(?>\s|<!--.*?-->|(?:import|export) [^\n]*(?!\n=))*+"
    r"(?:#[ \t]+\S|[^\s<>#\n][^\n]*\n=+[ \t]*\r?(?:\n|\Z)|<h1\b)"
)
# The first one anywhere, to VitePress and VuePress 2.
_ANY_HEADING = lazy(r"^ {0,3}#[ \t]+\S", re.MULTILINE)
_OTHER_DATES = ("pubdate", "publishdate", "published", "created", "updated", "lastmod")
_POSTS = frozenset(("_posts", "_drafts"))
_ENOUGH = 5
"""How many posts show what an archive does."""

_MANUALS = frozenset(
    ("docs", "doc", "documentation", "guide", "guides", "handbook", "manual", "reference", "wiki")
)
"""Sections of pages that Hugo's themes for documentation show without a day."""

_POST_SECTION = lazy(
    r"(?:blog[-_]?)?posts?|blogs?|news|articles?|entry|entries|diary|journal|archives?|weekly|writing",
    re.IGNORECASE,
)

_TITLED_BY_HEADING = frozenset(
    (
        Generator.OTHER,
        Generator.ASTRO,
        Generator.DOCUSAURUS,
        Generator.MKDOCS,
        Generator.NIKOLA,
        Generator.VITEPRESS,
    )
)


_OF_ARTICLES = frozenset(("post", "posts", "single", "article", "blog", "default"))


def is_excused(subject: Subject, key: str) -> bool:
    """Tell whether a post may do without a top-level key that its schema requires."""
    if is_chosen_by_hand(subject):
        return False
    kind = subject.post.kind
    if key in {"title", "date"} and kind in {Kind.PAGE, Kind.INDEX}:
        return True  # generators build pages without either
    if key == "date" and kind is Kind.DRAFT:
        return True
    if key in {"title", "date"} and (subject.has_own_reader or _is_foreign_page(subject)):
        return True
    folders = subject.file_name.parts[:-1]
    if key == "title" and subject.generator in _TITLED_BY_HEADING:
        # What programs read (agents' prompts) has a name.
        named = subject.generator is Generator.OTHER and subject.top("name") is not None
        # Below other folders with an underscore Jekyll keeps data, pieces and collections.
        piece = any(name.startswith("_") and name not in _POSTS for name in folders)
        heads = subject.generator is Generator.VITEPRESS and _ANY_HEADING.search(subject.prose)
        return named or piece or bool(heads) or _HEADING.match(subject.post.body) is not None
    if key == "date" and subject.generator is Generator.HUGO:
        return _is_page_of_hugo(subject, folders)
    return False


def _is_page_of_hugo(subject: Subject, folders: Sequence[str]) -> bool:
    """Tell whether a file lies outside of the sections of posts, or is a page of its own there."""
    beside = neighbours_of(subject.post.path)
    if beside.posts and not any(map(beside.is_usual, ("date", *_OTHER_DATES))):
        return True  # the pages beside it have none, either
    layout = subject.top("layout")
    if layout and layout.value and str(layout.value).lower() not in _OF_ARTICLES:
        return True  # a list of all posts, a search
    section = folders[folders.index("content") + 1 :] if "content" in folders else folders
    manual = not section or section[0].lower() in _MANUALS
    return manual or subject.top(*_OTHER_DATES) is not None or bool(subject.dated_name)


def _is_foreign_page(subject: Subject) -> bool:
    """Whether the file is HTML without a date, of a site that newskit does not know; a drawing."""
    if subject.top("excalidraw-plugin") is not None:
        return True
    foreign = subject.is_html_file and not subject.post.generator
    return foreign and subject.dated_name is None and subject.top("date") is None


# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# JSON values are Any at jsonschema's border, and so is what is inside them.


def schema_problems(subject: Subject, schema: Schema) -> Iterator[Problem]:
    """Yield what `schema` says of the post's front matter, in the order of the values."""
    matter = subject.post.front_matter
    if matter.format is FrontMatterFormat.NONE or not matter.valid or subject.is_between_rules:
        return
    value, originals = _instance(subject, schema)
    if schema.gate is not None and schema.gate(value):
        return
    from newskit.validate.schema.words import explain

    found = explain(schema, value)
    if found is None:
        from newskit.validate.schema.judge import violations

        found = violations(schema, value)
    # A value of another type is not among the listed ones either: once is enough.
    mistyped = {tuple(one.path) for one in found if one.keyword == "type"}
    for one in found:
        if one.keyword not in {"enum", "const"} or tuple(one.path) not in mistyped:
            yield from _problems(subject, one, originals)


def _instance(subject: Subject, schema: Schema) -> tuple[JsonValue, Mapping[str, str]]:
    """The value to judge, and the original spelling of each of its top-level keys."""
    values = subject.post.front_matter.values
    if not schema.fold_keys:
        return dict(values), {}
    originals = {key.lower(): key for key in values}
    return {folded: values[key] for folded, key in originals.items()}, originals


def _is_well(subject: Subject, found: Violation, pointer: str) -> bool:
    """Whether the site's generator has no fault to find where the schema has."""
    keyword, name = found.keyword, pointer.lower()
    if keyword in {"pattern", "minLength"}:  # an empty title is no title, and pages may do without
        return pointer == "/title" and _is_page(subject)
    if keyword == "type":
        # Eleventy passes over a date that is false, and takes the file's.
        no_date = name == "/date" and found.value is False
        if no_date and subject.generator is Generator.ELEVENTY:
            return subject.source(subject.value_span(pointer)) == "false"
        return name == "/slug" and _is_whole(subject, found, pointer)
    if keyword == "enum":  # Pelican writes it in small letters
        pelican = subject.generator is Generator.PELICAN and name == "/status"
        return pelican and str(found.value).lower() in found.limit
    return keyword == "format" and _is_date_of(subject, found.value, pointer)


def _problems(
    subject: Subject, found: Violation, originals: Mapping[str, str]
) -> Iterator[Problem]:
    path = tuple(
        originals.get(part, part) if isinstance(part, str) and not index else part
        for index, part in enumerate(found.path)
    )
    pointer = _pointer(path)
    schema_path = _pointer(found.schema_path)
    if found.keyword == "required":
        yield from _missing(subject, found, pointer, rule_of("NK201"), schema_path)
        return
    if found.keyword in {"additionalProperties", "unevaluatedProperties"} and found.limit is False:
        name = str(path[-1]) if path else ""
        yield _unknown(subject, name, pointer, found, rule_of("NK203"), schema_path)
        return
    if _is_well(subject, found, pointer):
        return
    from newskit.validate.schema.words import say

    span = subject.value_span(pointer)
    sentence = say(found, subject.source(span).strip() if subject.is_yaml else "")
    rule = rule_of(sentence.code)
    if span[0] == span[1]:
        span = subject.key_span(pointer)
    fix = None
    if found.keyword == "type":
        from newskit.validate.repair.values import fix_type

        fix = fix_type(subject, pointer, found.value, found.limit)
    problem = rule.at(subject, span, sentence.message, hint=sentence.hint, pointer=pointer, fix=fix)
    if found.keyword == "type" and _is_read(subject, found, pointer):
        problem = replace(problem, severity=Severity.INFO)
    elif found.keyword == "type" and _is_converted(subject, found):
        problem = replace(problem, severity=Severity.WARNING)
    yield _with_path(problem, schema_path)


_DATE_OF_TOML = lazy(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[-+]\d\d:\d\d)?")


def _is_date_of(subject: Subject, value: JsonValue, pointer: str) -> bool:
    """Whether a text is a date in a form of the front matter's own, or of the generator's."""
    if subject.post.front_matter.format is FrontMatterFormat.TOML:
        source = subject.source(subject.value_span(pointer)).strip()
        return _DATE_OF_TOML.fullmatch(source) is not None
    own = _OWN_FORMS.get(subject.generator)
    return own is not None and isinstance(value, str) and own(value) is True


_OWN_FORMS = {
    Generator.PELICAN: dateutil_reads,
    Generator.HEXO: hexo_reads,
    Generator.ZOLA: zola_reads,
}


def _is_page(subject: Subject) -> bool:
    title = subject.top("title")
    empty = title is not None and not str(title.value or "").strip()
    return empty and is_excused(subject, "title")


def _is_whole(subject: Subject, found: Violation, pointer: str) -> bool:
    """Whether a value is a number that Hugo makes a text of as it is written: no 007, no 1.10."""
    hugo = subject.generator is Generator.HUGO and not is_chosen_by_hand(subject)
    return hugo and subject.source(subject.value_span(pointer)) == str(found.value)


# They show a number as it is written; Astro and Zola stop at one.
_SHOW_NUMBERS = frozenset(
    (
        *(Generator.JEKYLL, Generator.HUGO, Generator.HEXO, Generator.ELEVENTY),
        *(Generator.DOCUSAURUS, Generator.VITEPRESS, Generator.MKDOCS, Generator.OTHER),
    )
)
_NAMES = frozenset(("tags", "categories", "keywords"))
_DROP_EMPTY = frozenset((Generator.JEKYLL, Generator.HEXO))
"""They pass over an item of a list of names that has no value; Hugo makes an empty name of it."""


def _is_left_empty(subject: Subject, pointer: str) -> bool:
    """Whether nothing is written for a value: no `~`, and no `# News` that YAML takes out."""
    text, place = subject.post.text, subject.key_span(pointer)[1]
    end = text.find("\n", place)
    return not text[place : end if end >= 0 else len(text)].strip(" \t\r\"':")


def _is_read(subject: Subject, found: Violation, pointer: str) -> bool:
    """Whether the site's generator makes of a value just what was written."""
    if is_chosen_by_hand(subject):
        return False
    value, generator = found.value, subject.generator
    key = pointer[1:].partition("/")[0].lower()
    if value is None and pointer in {"/date", "/title"}:
        lost = key == "title" and not _is_left_empty(subject, pointer)
        return not lost and (is_excused(subject, key) or _is_made_up_for(subject, key))
    if value is None:
        return key in _NAMES and "/" in pointer[1:] and generator in _DROP_EMPTY
    if isinstance(value, str):
        # Hugo 0.111.3 and 0.168.0, measured; of `yes` they make false. Programs in JavaScript take
        # any text for true (Quartz 4).
        read = {Generator.HUGO: {"true", "false"}, Generator.OTHER: {"true"}}
        return pointer == "/draft" and value in read.get(generator, set())
    wanted = found.limit if isinstance(found.limit, list) else [found.limit]
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if generator is Generator.JEKYLL and pointer in {"/tags", "/categories"}:
        return False  # it makes no tags of a number that stands alone
    if not number or "string" not in wanted or key in DATE_KEYS or "date" in key:
        return False
    as_written = subject.source(subject.value_span(pointer)) == str(value)
    return as_written and generator in _SHOW_NUMBERS


_TAKE_ONE = frozenset((Generator.JEKYLL, Generator.HEXO, Generator.ASTRO))
"""They read a date that stands in a list of one."""


def _is_converted(subject: Subject, found: Violation) -> bool:
    """Whether generators make of a value what is wanted: a text of a number, a list of one."""
    if is_chosen_by_hand(subject):
        return False
    if found.value is None:
        # An item of `tags` or `categories`: Hugo makes an empty name of it.
        return found.path[:1] in {(name,) for name in _NAMES} and len(found.path) > 1
    key = str(found.path[0]).lower() if found.path else ""
    if isinstance(found.value, list):
        one = key in DATE_KEYS and len(found.value) == 1 and subject.generator in _TAKE_ONE
        return one or (key in _NAMES and subject.generator is Generator.JEKYLL)
    wanted = found.limit if isinstance(found.limit, list) else [found.limit]
    scalar = isinstance(found.value, (str, int, float))
    return scalar and not {"string", "boolean", "integer", "number"}.isdisjoint(wanted)


def _missing(
    subject: Subject, found: Violation, pointer: str, rule: Rule, schema_path: str
) -> Iterator[Problem]:

    value = found.value if isinstance(found.value, Mapping) else {}
    for name in found.limit:
        if name in value or (not pointer and is_excused(subject, name)):
            continue
        from newskit.messages import did_you_mean

        guess = did_you_mean(name, value)
        hint = f"is `{guess}` meant?" if guess else f"add `{name}`"
        where = f" in `{pointer[1:].replace('/', '.')}`" if pointer else ""
        span = subject.key_span(pointer) if pointer else subject.post.front_matter.opening
        message = f"the key `{name}` is missing{where}"
        problem = rule.at(subject, span, message, hint=hint, pointer=pointer)
        mild = not pointer and not guess
        if mild and (_is_rare(subject, name) or _is_made_up_for(subject, name)):
            problem = replace(problem, severity=Severity.INFO)
        elif mild and not is_chosen_by_hand(subject) and subject.generator is Generator.OTHER:
            problem = replace(problem, severity=_severity_of(subject, name))
        yield _with_path(problem, schema_path)


_OF_DOCUSAURUS = ("sidebar_position", "sidebar_label")
"""Keys that nothing else reads."""


def _is_made_up_for(subject: Subject, name: str) -> bool:
    """Whether the generator builds and shows the post without a key.

    Jekyll makes a title of the words of the file's name, as Docusaurus does; Hugo wants no date,
    and only the sections of posts are ordered by it.
    """
    if is_chosen_by_hand(subject):
        return False
    if name == "title" and subject.top(*_OF_DOCUSAURUS):
        return True
    if name == "title" and subject.generator is Generator.JEKYLL:
        if "_drafts" in subject.parts:
            return True
        return subject.dated_name is not None and any(map(str.isalpha, subject.dated_name[3]))
    return name == "date" and subject.generator is Generator.HUGO and not _is_in_posts(subject)


_NEARLY_ALL = 0.85


def _severity_of(subject: Subject, name: str) -> Severity:
    """How much a missing key matters where no generator is known: by the posts of the archive."""
    kin = kin_of(subject.post.path, _ENOUGH)
    if kin.posts < _ENOUGH:
        return Severity.ERROR
    return Severity.WARNING if kin.is_usual(name, _NEARLY_ALL) else Severity.INFO


def _is_in_posts(subject: Subject) -> bool:
    return any(_POST_SECTION.fullmatch(part) for part in subject.file_name.parts[:-1])


def _is_rare(subject: Subject, name: str) -> bool:
    """Whether most of the sound posts beside a post lack a key, too: the archive does without."""
    if is_chosen_by_hand(subject):
        return False
    beside = neighbours_of(subject.post.path)
    if beside.posts < _ENOUGH and not subject.post.generator:
        beside = kin_of(subject.post.path)
    return beside.posts >= _ENOUGH and not beside.is_usual(name)


def _unknown(
    subject: Subject, name: str, pointer: str, found: Violation, rule: Rule, schema_path: str
) -> Problem:
    known = found.schema.get("properties", {}) if isinstance(found.schema, Mapping) else {}
    from newskit.messages import hint_for

    hint = hint_for(name, known)
    span: Span = subject.key_span(pointer)
    message = f"the schema knows no key `{name}`"
    return _with_path(rule.at(subject, span, message, hint=hint, pointer=pointer), schema_path)


def _with_path(problem: Problem, schema_path: str) -> Problem:
    return replace(problem, schema_path=schema_path)


def _pointer(path: tuple[Any, ...]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
