"""Single stages applied to a whole post, with what the pipeline needs around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.characters import Shielded, shield
from newskit.config.convert import ConvertConfig, Dialect, Images, Media, OnDifference, Profile
from newskit.config.model import ReadConfig
from newskit.config.strip import StripConfig, StripRule
from newskit.convert.result import Action, Conversion, Difference, DifferenceKind, with_data
from newskit.errors import ConfigError
from newskit.files import read_text
from newskit.frozen import dataclass, replace
from newskit.lazy import lazy
from newskit.markup.text import without_data
from newskit.post import BodyFormat, FrontMatterFormat, JsonValue, Post
from newskit.read.parse import read_again
from newskit.run import work
from newskit.splice import apply_edits

if TYPE_CHECKING:
    from newskit.account.verdict import AccountEntry
    from newskit.strip.match import Rules
    from newskit.strip.result import Stripped


# Rules of stripping that stand in files of their own.


def with_rule_files(config: StripConfig) -> StripConfig:
    """Return `config` with the rules of its files among its rules, and no files left to read.

    Raises:
        ConfigError: when a file cannot be read, or a rule in it or in `config` is wrong.
    """
    if config.rules:
        from newskit.strip.rulefile import check_expressions

        check_expressions(config.rules, "strip.rules")
    if not config.rules_files:
        return config
    more = tuple(rule for name in config.rules_files for rule in read_rule_file(Path(name)))
    return replace(config, rules=(*config.rules, *more), rules_files=())


def read_rule_file(path: Path) -> tuple[StripRule, ...]:
    """Read the rules of one file.

    Raises:
        ConfigError: when it cannot be read or a rule in it is wrong.
    """
    from newskit.strip.rulefile import parse_rules

    return parse_rules(rule_text(path), str(path))


def rule_text(path: Path) -> str:
    """Return the text of a rule file.

    Raises:
        ConfigError: when it cannot be read or is not UTF-8.
    """
    try:
        return read_text(path)
    except OSError as error:
        raise ConfigError(
            f"{path}: the rule file cannot be read: {error.strerror or error}",
            hint="--rules names rule files, and so does rules-files in [strip] of newskit.toml",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 (byte {error.start})") from error


@dataclass(frozen=True, slots=True)
class StrippedPost:
    """A post without its boilerplate.

    Attributes:
        post: the new post, its front matter read again.
        stripped: what was removed, the facts, and why the walk stopped.
    """

    post: Post
    stripped: Stripped


def convert_stage(post: Post, config: ConvertConfig) -> Conversion:
    """Convert the body of a post; its bytes that are not text pass through untouched."""
    with work.timed("convert"):
        return _convert(post, config)


def _convert(post: Post, config: ConvertConfig) -> Conversion:
    shielded = shield(post.body)
    if shielded is None:
        return _without_data(post, post.body, config)
    conversion = _without_data(post, shielded.text, config)
    found = (replace(one, text=shielded.undo(one.text)) for one in conversion.differences)
    return replace(
        conversion, markdown=shielded.undo(conversion.markdown), differences=tuple(found)
    )


def _without_data(post: Post, body: str, config: ConvertConfig) -> Conversion:
    """Convert a body whose embedded files are cut short meanwhile."""
    short = without_data(body)
    if short is None:
        return _converted(post, body, config)

    return with_data(_converted(post, short.text, config), short)


_OTHER_MARKDOWN = frozenset(("docusaurus",))
_PYTHON_MARKDOWN = frozenset(("pelican", "mkdocs", "nikola"))
_COMMONMARK = frozenset(
    ("hugo", "hexo", "eleventy", "zola", "astro", "vitepress", "nikola", "mkdocs", "pelican")
)


_NEXT = lazy(r"\s*(?:(?!<(?:[A-Za-z]|!--))(\S)|<!--.*?-->|<([A-Za-z][\w:-]*)|<!--)", re.DOTALL)
_BLANK_LINES = lazy(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)")


def _why_left(post: Post, config: ConvertConfig) -> str:
    """Say why a body is in a language that is not converted; empty where it is.

    MDX reads tags as JSX (Docusaurus does so in .md files too), and Python-Markdown ends a block of
    HTML elsewhere than CommonMark, so that a body that mixes both may mean something else. Whose
    dialect is asked for, that one holds.
    """
    if post.path.lower().endswith(".mdx") or post.generator in _OTHER_MARKDOWN:
        return "MDX reads tags as JSX: its bodies are not converted"
    if config.dialect is not Dialect.AUTO or post.generator not in _PYTHON_MARKDOWN:
        return ""
    if post.path.lower().endswith((".html", ".htm")) or _is_html_alone(post.body):
        return ""
    return "Python-Markdown reads HTML among Markdown otherwise; --dialect converts it"


def _is_html_alone(body: str) -> bool:
    """Tell whether every block of a body begins with a tag, also where the one before ends."""
    from newskit.markup.html_spans import SPAN_TAGS, element_end

    place = 0
    while found := _NEXT.match(body, place):
        if found[1]:
            return False
        below = place > 0 and not _BLANK_LINES.search(found[0])
        place = found.end()
        if found[2] and found[2].lower() in SPAN_TAGS and below:
            return False
        if found[2] and found[2].lower() in SPAN_TAGS:
            blank = _BLANK_LINES.search(body, place)
            place = blank.end() if blank else len(body)
        elif found[2]:
            place = element_end(body, found.start(2) - 1)
    return True


def _left(post: Post, body: str, why: str) -> Conversion:
    """Return a body as it is; that HTML stays in it is reported."""
    if post.body_format not in {BodyFormat.MIXED, BodyFormat.HTML}:
        return Conversion(body)
    stays = Difference(DifferenceKind.UNSUPPORTED, 1, 1, 0, "", Action.KEPT_HTML, why)
    return Conversion(body, (stays,))


def _dialect(post: Post, body: str, config: ConvertConfig) -> ConvertConfig:
    """Take the Markdown of the site's generator, where nothing else is asked for."""
    from newskit.convert.document import guess_dialect

    if config.dialect is not Dialect.AUTO or not post.generator:
        return config
    if guess_dialect(body, post.path) is Dialect.HTML:
        return config
    if post.generator == "jekyll":
        return replace(config, dialect=Dialect.KRAMDOWN)
    if post.generator in _COMMONMARK:
        return replace(config, dialect=Dialect.COMMONMARK)
    return config


def new_head(post: Post) -> str:
    """Return what stands before the body of a converted post: a page's facts as front matter.

    A page that has front matter keeps it as it is.
    """
    if post.front_matter.format is FrontMatterFormat.NONE and post.body:
        from newskit.read.page.fill import fill, page_of

        page = page_of(post)
        if page is not None and (values := fill(None, page)):
            from newskit.read.compose import compose_post

            return compose_post(values, "", newline=post.encoding.newline or "\n")
    return post.text[: post.body_start]


def _left_of_page(post: Post, conversion: Conversion) -> Iterator[Difference]:
    """Yield what the head of a page says and the new front matter does not."""
    if post.front_matter.format is not FrontMatterFormat.NONE:
        return
    from newskit.read.page.fill import page_of

    page = page_of(post)
    reported = {one.text for one in conversion.differences}
    for fact in page.left if page is not None else ():
        if isinstance(fact.value, str) and fact.value not in reported:
            why = f"{fact.where} of the page's head"
            yield Difference(DifferenceKind.METADATA, 1, 1, 0, fact.value, Action.DROPPED, why)


def _main_of(body: str, config: ConvertConfig) -> tuple[str, tuple[Difference, ...]]:
    """Return the article of a page, and what is left out around it."""
    if not config.main:
        return body, ()
    from newskit.read.page.fill import is_whole_page
    from newskit.read.page.nearby import main_part

    found = main_part(body, config.main) if is_whole_page(body) else None
    if found is None:
        return body, ()
    why = "it stands outside of the article"
    return f"<html><body>{found.html}</body></html>", tuple(
        Difference(DifferenceKind.TEXT, 1, 1, 0, text, Action.DROPPED, why) for text in found.left
    )


def _converted(post: Post, body: str, config: ConvertConfig) -> Conversion:
    from newskit.convert.document import convert_body

    if why := _why_left(post, config):
        return _left(post, body, why)
    config = _dialect(post, body, config)
    body, around = _main_of(body, config)
    conversion = convert_body(
        body,
        config,
        post.body_format,
        path=post.path,
        line_end=post.encoding.newline or "\n",
        in_post=post.front_matter.format is not FrontMatterFormat.NONE,
        language=_stated_language(post),
        markdown_inside=_has_markdown_inside(post),
    )
    with work.timed("account"):
        settled = settle(conversion, body, new_head(post), config, post.path)
    if settled.markdown != body:
        around = (*around, *_left_of_page(post, settled), *_unshown(post))
    return replace(settled, differences=(*around, *settled.differences)) if around else settled


def _unshown(post: Post) -> tuple[Difference, ...]:
    """Say that the site leaves a post's HTML out, and will show the Markdown made of it."""
    if post.generator != "hugo" or post.path.lower().endswith((".html", ".htm")):
        return ()
    from newskit.site.find import leaves_out_html

    if not leaves_out_html(post.path):
        return ()
    text = (
        "Hugo leaves HTML out, as markup.goldmark.renderer.unsafe is not true, and shows Markdown"
    )
    return (Difference(DifferenceKind.UNSHOWN, 1, 1, 0, text, Action.REPORTED),)


def _has_markdown_inside(post: Post) -> bool:
    """Tell whether the settings of a post's site have Markdown read within its blocks of HTML."""
    if post.generator != "jekyll":
        return False
    from newskit.site.find import has_markdown_inside

    return has_markdown_inside(post.path)


def _stated_language(post: Post) -> str:
    """Return the language that a post's front matter states; empty for none."""
    for key in ("lang", "language", "locale"):
        stated = post.front_matter.values.get(key)
        if isinstance(stated, str) and stated:
            return stated
    return ""


def load_rules(config: StripConfig) -> Rules:
    """Return the rules of stripping: built in, in the configuration, in its rules files.

    Raises:
        ConfigError: when a rule or a rules file is wrong.
    """
    from newskit.strip.match import rules_for

    return rules_for(with_rule_files(config))


def strip_stage(
    post: Post, config: StripConfig, rules: Rules, read: ReadConfig, *, suspects: bool = False
) -> StrippedPost:
    """Strip a post and read the result again, so that facts are part of its front matter."""
    with work.timed("strip"):
        return _strip(post, config, rules, read, suspects=suspects)


def _strip(
    post: Post, config: StripConfig, rules: Rules, read: ReadConfig, *, suspects: bool
) -> StrippedPost:
    from newskit.strip.post import strip_post

    shielded = shield(post.text)
    if shielded is None:
        stripped = strip_post(post, config, rules, suspects=suspects)
    else:
        safe = replace(post, text=shielded.text)
        stripped = _unshielded(strip_post(safe, config, rules, suspects=suspects), shielded)
    if not stripped.edits:
        return StrippedPost(post, stripped)
    text = apply_edits(post.text, stripped.edits)
    return StrippedPost(read_again(post, text, read), stripped)


def _unshielded(stripped: Stripped, shielded: Shielded) -> Stripped:
    edits = (replace(edit, text=shielded.undo(edit.text)) for edit in stripped.edits)
    removed = (replace(cut, text=shielded.undo(cut.text)) for cut in stripped.removed)
    return replace(stripped, edits=tuple(edits), removed=tuple(removed))


def difference_rows(post: Post, conversion: Conversion) -> tuple[dict[str, JsonValue], ...]:
    """Return the differences of a conversion as JSON-ready rows, with their places in the file."""
    places = [post.locate(post.body_start + one.offset) for one in conversion.differences]
    return tuple(
        {
            "kind": difference.kind.value,
            "line": place.line,
            "column": place.column,
            "offset": place.offset,
            "text": difference.text,
            "action": difference.action.value,
            "why": difference.why or WHY.get(difference.kind, ""),
        }
        for difference, place in zip(conversion.differences, places, strict=True)
    )


def _listed(facts: Mapping[str, str | list[str]]) -> dict[str, JsonValue]:
    return {name: [*value] if isinstance(value, list) else value for name, value in facts.items()}


def removal_rows(post: Post, stripped: Stripped) -> tuple[dict[str, JsonValue], ...]:
    """Return what was stripped from `post` as JSON-ready rows; offsets are those of its text."""
    if not stripped.removed:
        return ()
    from newskit.strip.facts import merge

    return tuple(
        {
            "kind": removal.kind.value,
            "rule": removal.rule,
            "line": post.locate(removal.start).line,
            "start": removal.start,
            "end": removal.end,
            "text": removal.text,
            "facts": _listed(merge([removal.facts])),
        }
        for removal in stripped.removed
    )


# The account of what the commands write: each value is in the output, or in the report.

WHY = {
    DifferenceKind.ATTRIBUTE: "Markdown has no such attribute",
    DifferenceKind.COMMENT: "a comment, which readers do not see",
    DifferenceKind.SCRIPT: "a script or style sheet, which is not content",
    DifferenceKind.ELEMENT: "the element shows nothing, or was replaced",
    DifferenceKind.EMPTY: "the element shows nothing",
    DifferenceKind.DROPPED: "left out by choice",
    DifferenceKind.STRUCTURE: "the Markdown would show something else",
    DifferenceKind.DEPTH: "it nests too deep",
    DifferenceKind.UNESCAPED: "code in it is not escaped",
    DifferenceKind.UNSUPPORTED: "template code runs through it",
}
"""Why something is different, by its kind, where nothing more is known."""


def settle(
    conversion: Conversion, body: str, head: str, config: ConvertConfig, path: str
) -> Conversion:
    """Return a conversion with what its account found added to its differences.

    A value that is neither in the Markdown nor in the differences becomes one: left out, with the
    reason, or lost. What is lost makes the conversion unproved.
    """
    if conversion.markdown == body or not config.verify:
        return conversion
    from newskit.account.reading import read_html, read_markdown, read_shown
    from newskit.account.verdict import entries
    from newskit.convert.document import guess_dialect

    dialect = config.dialect
    if dialect is Dialect.AUTO:
        dialect = guess_dialect(body, path, config.profile)
    base = config.base_url
    if dialect is Dialect.HTML:
        before = read_html(body, base=base)
    else:
        before = read_markdown(body, base=base, kramdown=dialect is Dialect.KRAMDOWN)
    markdown = conversion.markdown
    after = read_markdown(markdown, head + markdown, base=base)
    noted = [one.text for one in conversion.differences]
    found = entries(before, after, body, noted, excuse=_excuse(config))
    if any(entry.lost for entry in found) and _is_kramdown(body, path, dialect, config):
        from newskit.render.flavour import Flavour
        from newskit.render.site import render_site

        # CommonMark, by which it was read, ends an element at a blank line; its site does not.
        for flavour in (Flavour.KRAMDOWN, Flavour.PYTHON):
            shown = read_shown(render_site(body, flavour), body, base=base)
            again = entries(shown, after, body, noted, excuse=_excuse(config))
            found = min(found, again, key=lambda them: sum(entry.lost for entry in them))
    return _with_entries(conversion, body, found, config) if found else conversion


def _is_kramdown(body: str, path: str, dialect: Dialect, config: ConvertConfig) -> bool:
    """Tell whether something says that a body is for kramdown, or what reads HTML as it does."""
    from newskit.convert.document import guess_dialect

    return dialect is Dialect.KRAMDOWN and (
        config.dialect is Dialect.KRAMDOWN
        or guess_dialect(body, path, Profile.GFM) is Dialect.KRAMDOWN
    )


def _with_entries(
    conversion: Conversion, body: str, found: list[AccountEntry], config: ConvertConfig
) -> Conversion:
    differences = sorted(
        [*conversion.differences, *_differences(found, body)], key=lambda one: one.offset
    )
    lost = any(entry.lost for entry in found)
    refused = lost and config.on_difference is OnDifference.FAIL
    return replace(
        conversion,
        markdown=body if refused else conversion.markdown,
        differences=tuple(differences),
        proved=conversion.proved and not lost,
    )


def _differences(found: list[AccountEntry], body: str) -> list[Difference]:
    """Return entries as differences, with their lines counted once through the body."""
    differences: list[Difference] = []
    line, place = 1, 0
    for entry in sorted(found, key=lambda one: one.place):
        line += body.count("\n", place, entry.place)
        place = entry.place
        column = place - body.rfind("\n", 0, place)
        action = Action.LOST if entry.lost else Action.DROPPED
        kind = DifferenceKind(entry.kind.value)
        why = entry.why or "it is in neither the Markdown nor the report: newskit has lost it"
        differences.append(Difference(kind, line, column, place, entry.text, action, why))
    return differences


def _excuse(config: ConvertConfig) -> str:
    """Return the choices of the user that leave content out, as they are written."""
    chosen = [f"--drop {selector}" for selector in config.drop]
    if config.images is not Images.KEEP:
        chosen.append(f"--images {config.images.value}")
    if config.media is Media.LINK:
        chosen.append("--media link")
    chosen += [f"the converter {name}" for name in config.converters]
    return f"left out by {', '.join(chosen)}" if chosen else ""


def words_lost(before: str, *after: str) -> list[str]:
    """Return the words of a text that others lack together, in order, each as often as it lacks."""
    from newskit.account.reading import words_of

    there: Counter[str] = Counter()
    for text in after:
        there.update(words_of(text))
    lost: list[str] = []
    for word in words_of(before):
        there[word] -= 1
        if there[word] < 0:
            lost.append(word)
    return lost
