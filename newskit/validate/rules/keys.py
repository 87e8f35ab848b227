"""Keys of front matter, and lists of tags and names."""

from __future__ import annotations

from collections.abc import Iterator

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy, wordlist
from newskit.post import FrontMatterFormat
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.repair.neighbours import KNOWN_KEYS, misspelling_of, neighbours_of
from newskit.validate.repair.values import spell
from newskit.validate.rule import Repair, Rule, matter_rule
from newskit.validate.subject import Subject

_MIN_LENGTH = 4


@matter_rule("NK310", "misspelt-key", Severity.WARNING, needs=(signs.KEY,), repair=Repair.UNSAFE)
def misspelt_key(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A key that looks like a misspelling of one that generators read.

    `titel`, `catagories` and `tgas` are read by nothing, without a word. Keys of your own are named
    in `known-keys`; where half the posts of a folder have the key, a template of the site may read
    it, and the finding is an info. The repair renames the key where the right one is not there; it
    is unsafe.
    """
    values = subject.post.front_matter.values
    for key in values:
        if len(key) < _MIN_LENGTH or key.lower() in KNOWN_KEYS or key in subject.config.known_keys:
            continue
        guess = misspelling_of(key)
        if guess is None:
            continue
        pointer = f"/{key.replace('~', '~0').replace('/', '~1')}"
        place = subject.post.front_matter.spans.get(pointer)
        fix = None
        if place and place.key and guess not in subject.keys and subject.source(place.key) == key:
            fix = Fix(f"rename it to `{guess}`", (Edit(*place.key, guess),), safe=False)
        message = f"no generator reads the key `{key}`"
        hint = f"did you mean `{guess}`?"
        span = subject.key_span(pointer)
        found = rule.at(subject, span, message, hint=hint, pointer=pointer, fix=fix)
        beside = neighbours_of(subject.post.path)
        own = beside.posts >= _ENOUGH and beside.is_usual(key)
        yield replace(found, severity=Severity.INFO) if own else found


_ENOUGH = 5
"""How many posts show which keys an archive has."""
_LISTS = ("tags", "categories", "keywords")
_TAKE_WHOLE = frozenset(
    (
        *(Generator.JEKYLL, Generator.HUGO, Generator.HEXO, Generator.ELEVENTY, Generator.ZOLA),
        *(Generator.ASTRO, Generator.DOCUSAURUS, Generator.VITEPRESS),
    )
)
_COMMA = lazy(r"\s*[,，、]\s*")


@matter_rule(
    "NK314", "comma-separated-list", Severity.WARNING, needs=(signs.COMMAS,), repair=Repair.UNSAFE
)
def comma_list(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A list written as one text with commas.

    Jekyll splits `tags` and `categories` at spaces, so `tags: open day, news` gives the tags
    "open", "day," and "news"; Hugo makes one tag of it. The repair writes a list; it is unsafe,
    because it gives other tags than the site has now.

        tags: open day, news
    """
    if subject.post.front_matter.format is FrontMatterFormat.META:
        return  # there, commas are how lists are written
    if subject.generator not in _TAKE_WHOLE:
        # Pelican and Middleman split at commas; of others nobody knows.
        return
    for name in _LISTS if subject.generator is not Generator.HUGO else _LISTS[:2]:
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, str) or not _COMMA.search(entry.value):
            continue
        if entry.value.strip()[:1] == "[" and entry.value.strip()[-1:] == "]":
            continue  # a list in quotes, which has a rule of its own
        if name == "keywords" and subject.generator is not Generator.HUGO:
            continue
        parts = [part for part in _COMMA.split(entry.value.strip()) if part]
        items = ", ".join(spell(subject, part) for part in parts)
        fix = None
        if entry.span and "\n" not in subject.source(entry.span):
            fix = Fix("write it as a list", (Edit(*entry.span, f"[{items}]"),), safe=False)
        message = f"`{entry.key}` is one text with commas, not a list"
        span = entry.span or subject.key_span(entry.pointer)
        yield rule.at(subject, span, message, pointer=entry.pointer, fix=fix)


_FOLD_TAGS = frozenset((Generator.HUGO, Generator.PELICAN, Generator.ZOLA))
_TAG_LISTS = ("tags", "categories", "keywords", "topics")


@matter_rule("NK315", "repeated-tag", Severity.WARNING, needs=(signs.REPEATED,))
def repeated_tag(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """The same tag or category twice in one post.

    Also when the two differ in case only, which is one tag to Hugo, and to others worth a note.

        tags: [Linux, news, linux]
    """
    for name in _TAG_LISTS:
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, list):
            continue
        seen: dict[str, str] = {}
        for index, item in enumerate(entry.value):
            if not isinstance(item, str):
                continue
            folded = item.casefold().strip()
            first = seen.get(folded)
            if first is None:
                seen[folded] = item
                continue
            pointer = f"{entry.pointer}/{index}"
            other = "" if first == item else f" (as `{first}`)"
            message = f"`{entry.key}` names `{item}` twice{other}"
            found = rule.at(subject, subject.value_span(pointer), message, pointer=pointer)
            one = first == item or subject.generator in _FOLD_TAGS
            yield found if one else replace(found, severity=Severity.INFO)


_SMALL_KEYS = frozenset(
    ("title", "date", "layout", "tags", "categories", "permalink", "published", "category", "draft")
)


@matter_rule("NK317", "key-case", Severity.WARNING, needs=(signs.CAPITAL,), repair=Repair.UNSAFE)
def key_case(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A key in capitals where small letters are wanted, or two keys that differ in case alone.

    Jekyll reads `title`, not `Title`: the post has no title. Hugo and Pelican read keys without
    case: of `title` and `Title` it takes the second, whatever their order (Hugo 0.168). The repair
    writes small letters; it is unsafe, because a template may ask for the key as it is.
    """
    if subject.generator not in {Generator.JEKYLL, Generator.HUGO}:
        return
    values = subject.post.front_matter.values
    for key in values:
        folded = key.lower()
        if key == folded:
            continue
        if folded in values and (folded in _SMALL_KEYS or subject.generator is Generator.HUGO):
            message = f"`{key}` and `{folded}` differ in case alone, and only one of them counts"
            yield rule.at(subject, subject.key_span(f"/{key}"), message, pointer=f"/{key}")
        if subject.generator is Generator.HUGO or folded not in _SMALL_KEYS or folded in values:
            continue
        span = subject.key_span(f"/{key}")
        fix = Fix(f"write `{folded}`", (Edit(*span, folded),), safe=False)
        message = f"Jekyll does not read `{key}`; it reads `{folded}`"
        yield rule.at(subject, span, message, pointer=f"/{key}", fix=fix)


# What Pelican splits at commas, brackets and all; it reads no other list.
_OF_PELICAN = ("tags", "keywords", "authors")
_MORE_LISTS = ("tags", "categories", "keywords", "authors", "aliases", "topics")


@matter_rule(
    "NK320", "list-as-text", Severity.WARNING, needs=(signs.BRACKET,), repair=Repair.UNSAFE
)
def list_as_text(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A list inside quotes, which is read as text.

        tags: "[news, berlin]"

    The repair removes the quotes; it is unsafe, because it changes the value's type.
    """
    lines = subject.post.front_matter.format is FrontMatterFormat.META
    for name in _OF_PELICAN if lines else _MORE_LISTS:
        entry = subject.top(name)
        if entry is None or not isinstance(entry.value, str) or entry.span is None:
            continue
        text = entry.value.strip()
        if not (text.startswith("[") and text.endswith("]")):
            continue
        source = subject.source(entry.span)
        plain = "\\" not in source and source[:1] in {'"', "'"}
        fix = Fix("remove the quotes", (Edit(*entry.span, text),), safe=False) if plain else None
        message = f"`{entry.key}` is the text {text}, not a list"
        yield rule.at(subject, entry.span, message, pointer=entry.pointer, fix=fix)


_DESCRIPTIONS = wordlist(
    """
    description summary excerpt abstract teaser deck lead subtitle
    """
)


@matter_rule("NK329", "missing-description", Severity.INFO, needs=(), default=False)
def missing_description(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A post without a description.

    Search engines, feeds and social networks show it; without one they take what stands first.
    Applies only where it is selected: `--extend-select NK329`.
    """
    matter = subject.post.front_matter
    if not matter.valid or not matter.values or subject.is_no_post:
        return
    entry = next(
        (
            found
            for name in _DESCRIPTIONS
            if (found := subject.top(name)) and str(found.value or "").strip()
        ),
        None,
    )
    if entry is None:
        message = "the post has no description"
        yield rule.at(subject, matter.opening, message, hint="add `description`")
