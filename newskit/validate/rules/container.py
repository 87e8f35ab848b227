"""What a file is as a container: its bytes, its encoding, where its front matter stands."""

from __future__ import annotations

from collections.abc import Iterator

from newskit.config.validate import Generator
from newskit.frozen import replace
from newskit.lazy import lazy
from newskit.markup.code import FENCE
from newskit.post import FrontMatterFormat, Kind, Span
from newskit.problem import Edit, Fix, Problem, Severity
from newskit.validate import signs
from newskit.validate.body import is_document
from newskit.validate.repair.neighbours import Neighbours, cousins_of, kin_of, neighbours_of
from newskit.validate.rule import Repair, Rule, matter_rule
from newskit.validate.subject import Subject
from newskit.validate.syntax.yaml_lines import is_foreign_comment

# What is wrong with the syntax of front matter.


@matter_rule(
    "NK122",
    "reserved-character",
    Severity.ERROR,
    needs=(" &", " !", " #", "\t&", "\t!", "\t#", "title: |", "title: >"),
    repair=Repair.SAFE,
)
def reserved_character(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A value without quotes that starts with a character YAML keeps for itself.

    `*` and `&` are aliases and anchors, `@` and the backtick are reserved, `%`, `!`, `|`, `>`, `[`,
    `{` and quotes have meanings of their own. The repair puts the value in quotes.

        twitter: @newsroom
        deck: **Breaking** news

    Behind `&`, `!` and `#` YAML often finds no error: it takes the first word for an anchor or a
    tag, or the whole value for a comment, and reads the rest.

        title: &Then there was light
        accent: #fff
        title: !
    """
    if not subject.is_yaml:
        return
    from newskit.validate.syntax.swallowed import lost_starts

    for lost in lost_starts(subject):
        mark = subject.post.text[lost.span[0]]
        message = f"the value of `{lost.key}` starts with `{mark}`, so YAML reads {lost.becomes}"
        hint = "put the value in quotes"
        found = rule.at(
            subject, lost.span, message, hint=hint, pointer=f"/{lost.key}", fix=lost.fix
        )
        # A value may have been commented out on purpose; behind an anchor, a date is still one.
        mild = mark == "#" or (mark == "&" and lost.key in subject.config.date_keys)
        yield replace(found, severity=Severity.WARNING) if mild else found


@matter_rule("NK127", "wrong-indentation", Severity.ERROR, needs=(" - ",), repair=Repair.SAFE)
def wrong_indentation(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A key or list item that is indented unlike its neighbours.

    In YAML, entries of one mapping start in the same column. The repair moves the line to where its
    neighbours start.

        title: Open day
         date: 2024-05-01

    A list item that is indented deeper than the one above it is not an error in YAML: it becomes
    part of that item's text.

        tags:
          - news
           - city
    """
    from newskit.validate.syntax.swallowed import swallowed_items

    for found in swallowed_items(subject):
        message = "the list item is indented deeper than the one above, so it is read as part of it"
        yield rule.at(subject, found.span, message, pointer=found.pointer, fix=found.fix)


_TIGHT = lazy(r"[A-Za-z_][\w-]*:(?!//)\S")


@matter_rule("NK131", "missing-space-after-colon", Severity.ERROR, needs=("{",), repair=Repair.SAFE)
def missing_space(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A colon with no space after it.

    YAML reads `title:Open day` as text, not as an entry. The repair adds the space.

    In braces YAML finds no error: `{title:Hello}` is one key of that name without a value (YAML
    1.2, section 7.4). There the repair is unsafe.
    """
    if not subject.is_yaml:
        return
    for pointer, place in subject.post.front_matter.spans.items():
        key = place.key
        if key is None or subject.source(place.value).strip():
            continue
        source = subject.source(key)
        if not _TIGHT.match(source):
            continue
        at = key[0] + source.index(":") + 1
        message = f"no space follows the colon, so `{source}` is a key without a value"
        fix = Fix("add a space", (Edit(at, at, " "),), safe=False)
        found = rule.at(subject, key, message, hint="add a space", pointer=pointer, fix=fix)
        yield replace(found, severity=Severity.WARNING)


@matter_rule(
    "NK140", "wrong-list-mark", Severity.ERROR, needs=(signs.ODD_ITEM,), repair=Repair.SAFE
)
def wrong_list_mark(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A list item that starts with something else than a hyphen and a space.

    Word processors turn hyphens into dashes and bullets, and keyboards write a non-breaking space
    behind one. YAML then reads the lines as one text.

        tags:
          – news
          • city
          -sport

    The repair writes hyphens, each with a space behind it.
    """
    from newskit.validate.syntax.swallowed import swallowed_marks

    for found in swallowed_marks(subject):
        what = "a hyphen and no plain space" if found.mark == "-" else f"`{found.mark}`"
        message = f"the list item starts with {what}, so YAML reads the lines as one text"
        yield rule.at(
            subject, found.span, message, hint="write `- `", pointer=found.pointer, fix=found.fix
        )


@matter_rule(
    "NK141",
    "foreign-comment",
    Severity.WARNING,
    needs=("<!--", "// ", "/*", "[//]:"),
    repair=Repair.SAFE,
)
def foreign_comment(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A comment of another language in YAML.

    `<!-- off: yes -->`, `// note: x` and `[//]: # (photo)` are not comments in YAML: with a colon
    they are keys of that name, without one the front matter cannot be read. YAML's comments start
    with `#`. The repair makes one of the line; it is unsafe where YAML reads the line as a key.

        <!-- published: no -->
    """
    if not subject.is_yaml:
        return
    for pointer, place in subject.post.front_matter.spans.items():
        key = place.key
        if key is None or not is_foreign_comment(subject.source(key)):
            continue
        fix = Fix("make it a comment", (Edit(key[0], key[0], "# "),), safe=False)
        message = "YAML reads this comment as a key: its comments start with `#`"
        yield rule.at(subject, key, message, hint="write `#`", pointer=pointer, fix=fix)


_NEAR_FENCE = lazy(
    r"\s*(-{1,2}|-{4,}|[\u2013\u2014]+-*|\+{1,2}|={3,}|\*{3,}|`{3,})[ \t]*(?:\r\n?|\n)"
    # Else it is a rule or a block of code.
    r"(?=\s*[\"']?[A-Za-z_][\w-]{0,40}[\"']?[ \t]*[:=])"
)
_INDENTED_FENCE = lazy(r"\s*+(?<=[ \t])(---|\+\+\+)[ \t]*[\r\n]")
_MARKS = lazy(r"\ufeff+(?=---|\+\+\+)")
_COMMENTED = lazy(r"---[ \t]+#[^\r\n]*[\r\n]")
_GLUED = lazy(r"\s*(---|\+\+\+)[ \t]*[^\s-]")
_KEYS = lazy(
    r"\s*[A-Za-z][\w-]{1,30}:(?!//)[ \t]*\S[^\r\n]*(?:\r\n?|\n)(?:[A-Za-z][\w-]{1,30}:|[ \t]*-)"
)


_BARE = frozenset(
    (
        Generator.DOCUSAURUS,
        Generator.ELEVENTY,
        Generator.MKDOCS,
        Generator.NIKOLA,
        Generator.VITEPRESS,
    )
)
# Translations that other pages include, data, code.
_PIECES = frozenset(("_i18n", "_data", "_plugins", "_sass"))
_POSTS = frozenset(("_posts", "_drafts"))
_CLOSED = lazy(
    r"\s*(?:(?:[A-Za-z][\w-]{0,30}:|[ \t]*[-#]|[ \t]+[^\s#-])[^\r\n]*(?:\r\n?+|\n)"
    r"|[ \t]*(?:\r\n?+|\n)){1,200}?"
    r"-{3,}[ \t]*(?:[\r\n]|\Z)"
)


@matter_rule("NK101", "no-front-matter", Severity.ERROR, needs=(signs.NO_MATTER,))
def no_front_matter(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A post without front matter.

    The text starts with something else than a fence (`---`, `+++`, `;;;` or `{`). Jekyll copies
    such a file as it is, without layout; Hugo publishes it without title and date.

    A site's pages are left alone, and so are posts of generators that take the title from the
    heading or the date from the file's name (Docusaurus, Eleventy, MkDocs, Nikola, VitePress);
    without a site, files such as README.md and the folders of layouts and includes. Keys without a
    fence are a warning outside of Jekyll's and Hugo's folders, because Pelican reads them so.

    A draft, a post that a plug-in of the site itself reads (Pelican's `readers_init`), and a note
    among notes that say neither title nor date, may well do without: the finding is an info there,
    and a warning where the generator is not known.

    Where a fence stands further down, the finding is misplaced-front-matter (NK113).
    """
    if not _wants_front_matter(subject):
        return
    head = subject.post.text[:400]
    if indented := _INDENTED_FENCE.match(head):
        message = "no front matter: the fence is indented"
        yield rule.at(subject, indented.span(1), message, hint="a fence starts in the first column")
    elif near := _NEAR_FENCE.match(head):
        hint = "a fence is exactly three hyphens (YAML) or three plus signs (TOML)"
        message = f"no front matter: `{near[1]}` is not a fence"
        yield rule.at(subject, near.span(1), message, hint=hint)
    elif subject.generator is Generator.HUGO and _COMMENTED.match(head):
        message = "others than Hugo read no front matter behind a fence with a comment"
        found = rule.at(subject, (0, 3), message, hint="put the comment on a line of its own")
        yield replace(found, severity=Severity.WARNING)
    elif glued := _GLUED.match(head):
        message = "no front matter: the fence shares its line with other text"
        hint = "put the fence on a line of its own"
        yield rule.at(subject, glued.span(1), message, hint=hint)
    elif _KEYS.match(head):
        yield _bare_keys(rule, subject)
    elif marks := _MARKS.match(head):
        message = "no front matter: more than one byte order mark stands in front of the fence"
        yield rule.at(subject, marks.span(), message, hint="remove them")
    else:
        found = rule.at(subject, (0, 0), "the post has no front matter", hint="start with `---`")
        yield replace(found, severity=_weight_of_bare(subject))


def _weight_of_bare(subject: Subject) -> Severity:
    """How much it matters that a post has no front matter: it may well be meant so."""
    # Jekyll itself passes over what lies in _posts/ without a date in its name.
    passed = subject.generator is Generator.JEKYLL and subject.dated_name is None
    guessed = passed or (not subject.post.generator and _POSTS.isdisjoint(subject.parts))
    bare = (guessed or subject.generator is Generator.OTHER) and _are_bare(subject)
    bare = bare or (guessed and _are_untitled(subject))
    bare = bare or (guessed and subject.file_name.stem.lower() in _LISTS)
    if bare or passed or _is_a_draft(subject) or subject.has_own_reader:
        return Severity.INFO
    return Severity.WARNING if guessed else Severity.ERROR  # nobody is known to ask for it


_LISTS = frozenset(("index", "_index", "log", "summary", "toc", "moc", "home", "todo"))
"""Notes that list notes."""


def _wants_front_matter(subject: Subject) -> bool:
    """Whether a file without front matter is a post that should have some."""
    post = subject.post
    if post.kind in {Kind.PAGE, Kind.INDEX} or subject.generator in _BARE:
        return False
    if post.front_matter.format is not FrontMatterFormat.NONE or not post.text.strip():
        return False
    if not _is_markdown(subject) and (is_document(post.text) or not _is_a_post(subject)):
        # A whole page says in its head what front matter says; other HTML and text lies about.
        return False
    pieces = not _PIECES.isdisjoint(subject.parts)
    return not subject.is_no_post and not pieces and late_fence(subject) is None


def _bare_keys(rule: Rule, subject: Subject) -> Problem:
    """Return the finding for keys without an opening fence.

    Pelican, Wyam and Hexo read such keys; what is built with none is known by its folder.
    """
    # Hexo has no dates in the names of its posts, and Jekyll passes over such files.
    hexo = not subject.post.generator and subject.dated_name is None
    hexo = hexo and not _POSTS.isdisjoint(subject.parts)
    other = "source" in subject.file_name.parts[:-2] or subject.generator is Generator.OTHER or hexo
    closed = other and _CLOSED.match(subject.post.text)
    message = (
        "the keys have no opening fence: Hexo and Wyam read them, others do not"
        if closed
        else "no front matter: its keys start without an opening fence"
    )
    found = rule.at(subject, (0, 0), message, hint="put `---` on a line above the first key")
    return (
        replace(found, severity=Severity.INFO if closed else Severity.WARNING) if other else found
    )


def _is_a_draft(subject: Subject) -> bool:
    return subject.post.kind is Kind.DRAFT or "_drafts" in subject.parts


def _are_bare(subject: Subject) -> bool:
    """Whether few texts beside the post have front matter: its archive does without."""
    beside = _beside(subject)
    return 3 * beside.posts <= beside.files and beside.files > 1


def _are_untitled(subject: Subject) -> bool:
    """Whether the texts beside the post say neither title nor date: notes, named by their files."""
    beside = _beside(subject)
    return beside.posts > 0 and not any(map(beside.is_usual, ("title", "Title", "date", "Date")))


def _beside(subject: Subject) -> Neighbours:
    place = subject.post.path
    beside = neighbours_of(place)
    if beside.files <= 1:
        beside = cousins_of(place)
    return kin_of(place) if beside.files <= 1 else beside


def _is_markdown(subject: Subject) -> bool:
    return not subject.is_html_file and subject.file_name.suffix.lower() != ".txt"


def _is_a_post(subject: Subject) -> bool:
    """Whether the site's generator, or its folder, makes the file a post."""
    known = bool(subject.post.generator) and subject.post.kind is Kind.POST
    return known or not _POSTS.isdisjoint(subject.parts)


@matter_rule("NK102", "empty-front-matter", Severity.WARNING, needs=(signs.NO_VALUES,))
def empty_front_matter(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Front matter with nothing in it.

    Two fences with no entry between them: the post has neither title nor date.
    """
    matter = subject.post.front_matter
    if subject.post.kind in {Kind.PAGE, Kind.INDEX}:
        return  # generators build such pages
    if matter.format is FrontMatterFormat.NONE or not matter.valid or matter.values:
        return
    if not subject.is_between_rules:
        yield rule.at(subject, matter.opening, "the front matter is empty")


_NEWLINE = r"(?:\r\n?|\n)"
_BLOCK = lazy(
    rf"(?:{_NEWLINE})(?P<fence>---|\+\+\+)[ \t]*{_NEWLINE}"
    rf"(?=[A-Za-z_][\w -]{{0,40}}(?::[ \t\r\n]|[ \t]*=[ \t]*\S))"
    rf"(?:(?![ \t]*{_NEWLINE})[^\r\n]*{_NEWLINE}){{1,60}}?(?P=fence)[ \t]*(?:{_NEWLINE}|\Z)"
)
_MAX_LINES_ABOVE = 20


def late_fence(subject: Subject) -> Span | None:
    """Return the place of a complete front matter block that stands behind text, or None."""
    text = subject.post.text
    starts = subject.post.line_starts
    limit = starts[min(_MAX_LINES_ABOVE, len(starts) - 1)] if len(starts) > 1 else 0
    match = _BLOCK.search(text, 0, limit + 8000)
    if match is None or match.start() > limit:
        return None
    above = text[: match.start()]
    in_code = sum(1 for _ in FENCE.finditer(above)) % 2 == 1
    in_comment = above.rfind("<!--") > above.rfind("-->") or above.rfind("{{/*") > above.rfind("*/")
    return None if in_code or in_comment else match.span("fence")


# As they were run (docs/generators.md); Zola's pattern of a page allows white space, too.
_BLIND = {
    Generator.ELEVENTY: "Eleventy",
    Generator.MKDOCS: "MkDocs",
    Generator.PELICAN: "Pelican",
}
_SKIP_BLANK_LINES = frozenset((Generator.HUGO, Generator.HEXO, Generator.ASTRO, Generator.ZOLA))


@matter_rule(
    "NK113",
    "misplaced-front-matter",
    Severity.ERROR,
    needs=(signs.NO_MATTER, signs.LATE),
    repair=Repair.SAFE,
)
def misplaced(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Front matter that does not start on the first line.

    Jekyll and Eleventy look for the fence at the very first character: behind blank lines or text,
    the front matter is published as text. Hugo, Zola, Hexo and Astro skip blank lines, not text.

    The repair removes blank lines above the fence.
    """
    post = subject.post
    matter = post.front_matter
    if matter.format is FrontMatterFormat.NONE:
        fence = late_fence(subject)
        if fence is not None:
            message = "the front matter stands behind other text, so no generator reads it"
            yield rule.at(subject, fence, message, hint="move it to the start of the file")
    elif (
        matter.opening[0] > 0
        and subject.generator not in _SKIP_BLANK_LINES
        and not subject.is_between_rules
    ):
        fix = Fix("remove the blank lines above the fence", (Edit(0, matter.opening[0], ""),))
        who = _BLIND.get(subject.generator, "Jekyll")
        message = f"blank lines stand above the front matter, so {who} does not see it"
        yield rule.at(subject, matter.opening, message, fix=fix)


# They make an empty page of it, with a title of the file's name.
_BUILD_EMPTY = frozenset((Generator.MKDOCS, Generator.DOCUSAURUS, Generator.VITEPRESS))


@matter_rule("NK114", "empty-file", Severity.ERROR, needs=(signs.NO_MATTER,))
def empty_file(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """A file without any text.

    Nothing but white space: usually a failed export or a file that was cut off. The index of a
    section may be empty: it says that there is one. So may text and HTML files that are no posts.
    MkDocs, Docusaurus, VitePress and Quartz build a page of it, which is not filled in yet: an info
    there, and for a draft.
    """
    lies_about = not _is_markdown(subject) and not _is_a_post(subject)
    if subject.post.kind is Kind.INDEX or lies_about or subject.is_no_post:
        return
    if not subject.post.text.strip():
        found = rule.at(subject, (0, 0), "the file is empty")
        built = subject.generator in _BUILD_EMPTY and subject.post.kind is not Kind.POST
        built = built or _is_a_draft(subject)
        built = built or (subject.post.generator == "other" and subject.post.kind is Kind.PAGE)
        yield replace(found, severity=Severity.INFO) if built else found


_NAMES = {FrontMatterFormat.TOML: "TOML", FrontMatterFormat.JSON: "JSON"}


@matter_rule(
    "NK142",
    "foreign-front-matter",
    Severity.WARNING,
    needs=("+++", ";;;", "---y", "---t", "---j", "--- y", "--- t", "--- j", "{", "...", "\r"),
)
def foreign_front_matter(rule: Rule, subject: Subject) -> Iterator[Problem]:
    """Front matter in a form that the site generator does not read.

    Jekyll reads YAML between lines of three hyphens and nothing else: TOML, JSON and a fence with a
    name (`---json`) are published as text, and the post has no title. Hugo reads TOML and JSON too,
    but stops at a fence with a name and where `...` closes YAML, and shows Hexo's `;;;` as text.
    Jekyll sees no front matter where lines end in CR alone. Seen with Jekyll 4.3.1, Hugo
    0.111.3 and 0.168.0 (`docs/generators.md`).

        ---toml
        title = "Open day"
        ---
    """
    matter = subject.post.front_matter
    generator = subject.generator
    if generator not in {Generator.JEKYLL, Generator.HUGO} or _is_guessed(subject):
        return
    if matter.format is FrontMatterFormat.NONE or "source" in subject.parts:
        return
    if generator is Generator.HUGO and subject.source(matter.closing).strip() == "...":
        message = "Hugo does not close front matter at `...`, and stops"
        yield rule.at(subject, matter.closing, message, hint="close it with `---`")
        return
    if generator is Generator.JEKYLL and subject.post.encoding.newline == "\r":
        message = "Jekyll sees no front matter where lines end in a carriage return alone"
        yield rule.at(subject, matter.opening, message, hint="end the lines in LF")
        return
    fence = subject.source(matter.opening).strip()
    who = "Jekyll" if generator is Generator.JEKYLL else "Hugo"
    if fence.startswith("---") and fence[3:].strip().isalpha():
        message = f"{who} reads no front matter behind `{fence}`"
        hint = "a fence for YAML is `---` and nothing else"
    elif fence.startswith(";;;"):
        message, hint = f"{who} reads no front matter between `;;;`", "write it as YAML"
    elif generator is Generator.JEKYLL and matter.format in _NAMES and fence != "---":
        name = _NAMES[matter.format]
        message = f"Jekyll reads no {name}: this front matter is published as text"
        hint = "write it as YAML"
    else:
        return
    yield rule.at(subject, matter.opening, message, hint=hint)


def _is_guessed(subject: Subject) -> bool:
    """Whether the form of the front matter is all that speaks for Hugo."""
    known = subject.config.generator is not Generator.AUTO or subject.post.generator
    return subject.generator is Generator.HUGO and not known and "content" not in subject.parts
