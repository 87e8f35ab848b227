"""Keys of front matter, and lists of tags and names."""

from __future__ import annotations

from collections.abc import Iterator

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy, wordlist
from newskit.post import FrontMatterFormat, Span
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.repair.neighbours import KNOWN_KEYS, misspelling_of, neighbours_of
from newskit.validate.repair.values import spell
from newskit.validate.rule import Repair, Rule, matter_rule
from newskit.validate.subject import Entry, Subject

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
_COMMA = lazy(r"\s*[,，、；]\s*|;\s+|[ \t]+\|[ \t]+|\n[ \t]*(?:-[ \t]+)?")


@matter_rule(
    "NK314", "comma-separated-list", Severity.WARNING, needs=(signs.COMMAS,), repair=Repair.UNSAFE
)
def comma_list(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A list written as one text with commas, or with other marks between its parts.

    Jekyll splits `tags` and `categories` at spaces, so `tags: open day, news` gives the tags
    "open", "day," and "news"; Hugo makes one tag of it. The repair writes a list; it is unsafe,
    because it gives other tags than the site has now.

        tags: open day, news
        tags: open day; news

    In brackets a full-width comma parts nothing: `[日本，語]` is a list of one.
    """
    if subject.post.front_matter.format is FrontMatterFormat.META:
        return  # there, commas are how lists are written
    if subject.generator not in _TAKE_WHOLE:
        # Pelican and Middleman split at commas; of others nobody knows.
        return
    for name in _LISTS if subject.generator is not Generator.HUGO else _LISTS[:2]:
        entry = subject.top(name)
        if entry is not None and isinstance(entry.value, list):
            yield from _joined_items(rule, subject, entry)
        if entry is None or not isinstance(entry.value, str):
            continue
        mark = _COMMA.search(entry.value.strip())
        if mark is None:
            continue
        if subject.generator is Generator.JEKYLL and "\n" in mark[0] and "- " not in entry.value:
            continue  # split at blanks, lines are the list that was meant
        if entry.value.strip()[:1] == "[" and entry.value.strip()[-1:] == "]":
            continue  # a list in quotes, which has a rule of its own
        if name == "keywords" and subject.generator is not Generator.HUGO:
            continue
        parts = [part for part in _COMMA.split(entry.value.strip()) if part]
        items = ", ".join(spell(subject, part) for part in parts)
        fix = None
        if entry.span and "\n" not in subject.source(entry.span):
            fix = Fix("write it as a list", (Edit(*entry.span, f"[{items}]"),), safe=False)
        with_mark = "lines" if "\n" in mark[0] else _MARKS.get(mark[0].strip(), "commas")
        message = f"`{entry.key}` is one text with {with_mark}, not a list"
        yield rule.on(subject, entry, message, fix=fix)


_MARKS = {";": "semicolons", "；": "semicolons", "|": "bars"}


def _joined_items(rule: Rule, subject: Subject, entry: Entry) -> Iterator[Problem]:
    """Items of a list in brackets that a full-width comma was meant to part."""
    if subject.source(entry.span)[:1] != "[":
        return
    for index, item in enumerate(entry.value if isinstance(entry.value, list) else ()):
        if isinstance(item, str) and "，" in item:
            pointer = f"{entry.pointer}/{index}"
            span = subject.value_span(pointer)
            message = f"`，` does not part the items of `{entry.key}`: `{item[:40]}` is one"
            items = ", ".join(spell(subject, part) for part in item.split("，") if part.strip())
            fix = Fix("write plain commas", (Edit(*span, items),), safe=False)
            yield rule.at(
                subject, span, message, hint="write a plain comma", pointer=pointer, fix=fix
            )


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


_TRUTHS = frozenset(wordlist("yes no on off true false"))
_LEADING_COLON = lazy(r"['\"]?:\S")
_OF_TABLES = ("title", "date")


@matter_rule(
    "NK331",
    "key-that-is-lost",
    Severity.WARNING,
    needs=("<<", ":", "\n[", *(f"{word}:" for word in sorted(_TRUTHS))),
)
def lost_key(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A key that a reader takes for something else than the name that it is.

    `on: x` has the key true in YAML 1.1, so Jekyll finds no `on`. `:title: x` is a key of that name
    to Hugo. What `<<` merges stands over the keys above it in Jekyll (Psych 4), in quotes, too, and
    is lost where it is not a mapping. In TOML a key below `[extra]` belongs to that table.

        <<: *defaults
    """
    if subject.post.front_matter.format is FrontMatterFormat.TOML:
        yield from _in_tables(rule, subject)
    if not subject.is_yaml:
        return
    for pointer, place in subject.post.front_matter.spans.items():
        if place.key is None or pointer.count("/") != 1:
            continue
        name = subject.source(place.key)
        message = _said_of_key(subject, name, pointer)
        if message:
            yield rule.at(subject, place.key, message, pointer=pointer)


def _said_of_key(subject: Subject, name: str, pointer: str) -> str:
    if subject.generator is Generator.HUGO and _LEADING_COLON.match(name):
        return f"Hugo reads a key `{name}` with the colon in its name"
    if subject.generator is Generator.JEKYLL and name.lower() in _TRUTHS:
        return f"Jekyll takes the key `{name}` for a truth value, so nothing finds it by its name"
    if name.strip("\"'") != "<<":
        return ""
    place = subject.post.front_matter.spans[pointer]
    source = subject.source(place.value).strip()
    if source[:1] not in {"*", "{", "[", ""}:
        return "`<<` merges mappings, and this is none: it is lost"
    if subject.generator is Generator.JEKYLL and _is_overridden(subject, place.key):
        return "in Jekyll, what `<<` merges stands over the keys above it"
    return ""


def _is_overridden(subject: Subject, merge: Span | None) -> bool:
    """Whether a mapping of the post, which may be what is merged, has a key that stands above."""
    spans = subject.post.front_matter.spans
    above = {
        pointer[1:]
        for pointer, place in spans.items()
        if pointer.count("/") == 1 and place.key and merge and place.key < merge
    }
    mappings = (
        value for value in subject.post.front_matter.values.values() if isinstance(value, dict)
    )
    return any(not above.isdisjoint(mapping) for mapping in mappings)


def _in_tables(rule: Rule, subject: Subject) -> Iterator[Problem]:
    values = subject.post.front_matter.values
    for name, table in values.items():
        if not isinstance(table, dict):
            continue
        for key in _OF_TABLES:
            if key in table and key not in subject.keys:
                pointer = f"/{name}/{key}"
                message = f"`{key}` stands below [{name}], so it belongs to that table"
                hint = "move it above the first table"
                span = subject.key_span(pointer)
                yield rule.at(subject, span, message, hint=hint, pointer=pointer)


_DESCRIPTIONS = wordlist(
    """
    description summary excerpt abstract teaser deck lead subtitle
    """
)


@matter_rule("NK329", "missing-description", Severity.INFO, needs=(), default=False)
def missing_description(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A post without a description.

    Search engines, feeds and social networks show it; without one they take what stands first, and
    Docusaurus (@docusaurus/utils 3.10) the first line of the source: where a paragraph is wrapped,
    the description breaks off, and asterisks, underscores and what stands between < and > are gone.
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
