"""Escaping by context: as few backslashes as are safe in the profile.

CommonMark 0.31 sections 2.4 (backslash escapes) and 6 (inlines); kramdown's syntax page for what
its reader sees and CommonMark's does not (`|`, `{:`, `$$`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from newskit.config.convert import Profile
from newskit.frozen import dataclass, replace
from newskit.lazy import lazy

# What each profile's Markdown can say, and what it must be careful about.


@dataclass(frozen=True, slots=True, eq=False)
class ProfileRules:
    r"""The rules of one profile.

    Attributes:
        fence: the fence of code blocks.
        hard_break: what ends a line that breaks.
        strike: the delimiter of deleted text; empty where only `<del>` works.
        tables: whether pipe tables exist.
        tasks: whether `[x]` is a check box; kramdown without its GFM reader has none.
        kramdown: whether kramdown must read the text too (tables from any `|`, IALs, `$$`).
        starts: whether an ordered list's first number counts.
        pipe_in_code: whether `\\|` works in a code span inside a table.
        autolinks: whether bare URLs become links and must be kept from it.
        autolinks_in_links: whether they must be kept from it in the text of a link too: pandoc's
            `gfm` reader nests links there; GitHub, Hugo and the others do not.
        tight_blocks: whether a quotation or code block may follow a paragraph without blank line.
    """

    fence: str
    hard_break: str
    strike: str = ""
    tables: bool = True
    tasks: bool = False
    kramdown: bool = False
    starts: bool = True
    pipe_in_code: bool = False
    autolinks: bool = False
    autolinks_in_links: bool = False
    tight_blocks: bool = True


_KRAMDOWN = ProfileRules("~~~", "<br>\n", kramdown=True, starts=False, tight_blocks=False)

PROFILES: Mapping[Profile, ProfileRules] = MappingProxyType(
    {
        Profile.PORTABLE: replace(_KRAMDOWN, autolinks=True, autolinks_in_links=True),
        Profile.GFM: ProfileRules(
            "```", "\\\n", strike="~~", tasks=True, pipe_in_code=True, autolinks=True
        ),
        Profile.COMMONMARK: ProfileRules("```", "\\\n", tables=False),
        Profile.KRAMDOWN: replace(_KRAMDOWN, strike="~~", tasks=True),
    }
)

# Escaping at the start of a line, where a sign may begin a block.


STARTERS = frozenset("#>-+*=~:|^0123456789{$")
"""What a line may begin with that begins a block."""

_START = lazy(
    r"""(?P<mark>[#>]|[-+*](?=[ \t]|$)|-+(?=\s*$)|=+(?=\s*$)|~~~|\#)
    |(?P<number>\d{1,9})(?P<point>[.)](?=[ \t]|$))
    |(?P<colon>:(?=[-\s:|]|$))|(?P<pipe>\|)|(?P<dashes>-(?=[-\s:|]*$))
    |(?P<caret>\^(?=\s*$))|(?P<rule>(?:-[ \t]*){3,}$|(?:=[ \t]*)+$)
    |(?P<setext>\{::?|\{:)""",
    re.VERBOSE,
)


def is_formula(text: str) -> bool:
    """Tell whether a finished paragraph is a formula and nothing else, in kramdown's signs.

    kramdown takes one for a formula on lines of its own; a backslash before it keeps it in a line.
    """
    return text[:2] == "$$" and text.find("$$", 2) == len(text) - 2 > 2


def escape_line_starts(text: str, rules: ProfileRules) -> str:
    """Escape what would begin a block at the start of a line of a finished paragraph."""
    if "\n" not in text:
        return _escape_start(text, rules)
    return "\n".join([_escape_start(line, rules) for line in text.split("\n")])


def _escape_start(line: str, rules: ProfileRules) -> str:
    first = line[:1]
    if first not in STARTERS:
        return line
    match = _START.match(line)
    if match is None:
        return line
    if match["number"]:
        return f"{match['number']}\\{line[match.end('number') :]}"
    if first == "^":
        return "&#94;" + line[1:] if rules.kramdown else line
    if first == "~" and rules.kramdown:
        return "&#126;" + line[1:]
    if first == "|" and not (rules.kramdown or re.fullmatch(r"[\s|:-]+", line)):
        return line
    return "\\" + line


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """Where text is written; made by `context`, so that equal ones are one object.

    Attributes:
        rules: the profile's.
        cell: in a table cell.
        line: on a line that cannot break.
        link: in the text of a link or image.
        references: the document defines link references, so `[x]` alone may be a link.
        special: finds the characters that may need escaping.
        any_special: finds one in a fraction of the time.
    """

    rules: ProfileRules
    cell: bool
    line: bool
    link: bool
    references: bool
    special: re.Pattern[str]
    any_special: re.Pattern[str]

    def within(self, *, cell: bool = False, line: bool = False, link: bool = False) -> Context:
        """Return the context further inside."""
        return context(
            self.rules,
            self.cell or cell,
            self.line or line,
            self.link or link,
            self.references,
        )


@cache
def context(
    rules: ProfileRules,
    cell: bool = False,  # noqa: FBT001, FBT002 - positional, so that the cache has one key
    line: bool = False,  # noqa: FBT001, FBT002
    link: bool = False,  # noqa: FBT001, FBT002
    references: bool = False,  # noqa: FBT001, FBT002
) -> Context:
    """Return the context of a place in a profile."""
    signs = r"\\`*&<~{\[\]\r$"
    if rules.kramdown or cell:
        signs += "|"
    special = lazy(f"[{signs}]|_+")
    return Context(rules, cell, line, link, references, special, lazy(f"[{signs}_]"))


def alternative(rules: ProfileRules) -> Context:
    """Return the context of an image's alternative text.

    It is plain text to kramdown and to Hugo, which shows backslashes there: as few as CommonMark
    needs are written, and in kramdown's profiles those that keep a line from being a table.
    """
    return context(PROFILES[Profile.COMMONMARK], rules.kramdown, False, True)  # noqa: FBT003


MATH = lazy(r"\$(?=[^\s$])[^$]*(?<=\S)\$(?!\d)|\$\$")
"""What a reader of formulas would take for one, or for the signs of one."""
# What stands before a sign is looked at behind it: a pattern that begins with the sign skips to it.
# GFM (autolinks) begins one behind anything but a letter of ASCII.
_BARE_URL = lazy(
    r":(?=//)(?:(?<=(?<![A-Za-z])http:)|(?<=(?<![A-Za-z])https:)|(?<=(?<![A-Za-z])ftp:))"
    r"|\.(?<=(?<![A-Za-z0-9_])www\.)(?=\w)"
)
_MAIL = lazy(r"@(?<=[\w.+-]@)(?=[\w-]+\.[\w-])")
_EMOJI = lazy(r":(?<![\w:]:)(?=[a-z0-9_+-]+:)")
_EMOJI_ANYWHERE = lazy(r":(?:(?<!::)(?=[a-z][a-z0-9_+-]*:)|(?<![\w:]:)(?=[a-z0-9_+-]+:))")
_OPENS = lazy(r"(?<![^\W_])_+(?=[^\s_])")
_CLOSING = lazy(r"\]")
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_REFERENCE = lazy(r"&#?\w+;")
_TAG_START = frozenset("/!?")


def escape_text(text: str, context: Context, *, alone: bool = True, formula: bool = False) -> str:
    """Escape a run of text so that it stays text.

    Args:
        text: the characters to show, white space collapsed.
        context: where it is written.
        alone: whether nothing else stands in the paragraph, so that a lone delimiter is harmless.
        formula: whether its dollars and those of what else stands there would be a formula's.
    """
    if context.any_special.search(text):
        tilde = not alone or text.count("~") > 1
        dollar = "$" in text and (
            formula or (context.rules.kramdown and not alone) or MATH.search(text) is not None
        )

        def replace(match: re.Match[str]) -> str:
            sign = match[0]
            if sign == "~":
                return _tilde(match, context) if tilde else sign
            if sign == "$":
                return "\\$" if dollar else sign
            return _escape(match, text, context, alone=alone)

        text = context.special.sub(replace, text)
    return _escape_urls(text, context) if _may_link(text, context) else text


def has_special(text: str, context: Context) -> bool:
    """Tell whether there is anything in a text that may need escaping."""
    return context.any_special.search(text) is not None or _may_link(text, context)


def _may_link(text: str, context: Context) -> bool:
    """Tell whether a text may hold a bare URL or the short name of an emoji."""
    if not context.rules.autolinks:
        return False
    if "@" in text or "www." in text:
        return True
    return ":" in text and ("://" in text or text.count(":") > 1)


def _escape_urls(text: str, context: Context) -> str:
    """Keep bare URLs, and what looks like a short name of an emoji, text."""
    everywhere = context.rules.autolinks_in_links
    if text.count(":") > 1:
        # pandoc reads emoji inside of words too.
        text = (_EMOJI_ANYWHERE if everywhere else _EMOJI).sub(r"\\:", text)
    if ("://" in text or "www." in text) and (everywhere or not context.link):
        text = _BARE_URL.sub(lambda match: f"\\{match[0]}", text)
    if "@" in text and not context.link:
        # No escape or reference keeps cmark-gfm from linking an e-mail address.
        text = _MAIL.sub("<!-- -->@", text)
    return text


def _tilde(match: re.Match[str], context: Context) -> str:
    """Escape a tilde: kramdown knows no backslash before one, and its GFM reader not in a run."""
    if not context.rules.kramdown:
        return "\\~"
    start, end = match.span()
    in_run = "~" in match.string[max(0, start - 1) : start] + match.string[end : end + 1]
    return "\\~" if context.rules.strike and not in_run else "&#126;"


def _escape(match: re.Match[str], text: str, context: Context, *, alone: bool) -> str:
    """Return how one special character is written."""
    sign = match[0]
    start, end = match.span()
    following = text[end : end + 1]
    if sign[0] == "_":
        return sign if _are_safe(text, start, end, context, alone=alone) else "\\_" * len(sign)
    if sign == "*":
        apart = following == " " and text[start - 1 : start] == " "
        return sign if apart and alone and _is_only(text, start, end) else "\\*"
    if sign in _WHEN:
        return _escape_when(sign, text, start, following, alone=alone)
    if sign == "<":
        unsafe = (not following and not alone) or following.isalpha() or following in _TAG_START
        return "\\<" if unsafe else sign
    if sign == "{":
        if following == ":":
            return "\\{"
        return "&#123;" if following in {"{", "%", "#", "<"} else sign
    if sign in "[]":
        return _bracket(sign, text, start, context, alone=alone)
    return "&#13;" if sign == "\r" else "\\" + sign


_WHEN = frozenset({"\\", "&"})


def _escape_when(sign: str, text: str, start: int, following: str, *, alone: bool) -> str:
    """Escape a backslash or ampersand where what follows would give it a meaning."""
    if sign == "\\":
        return "\\\\" if not following or following in _ESCAPABLE else sign
    return "&amp;" if (not following and not alone) or _REFERENCE.match(text, start) else sign


def _bracket(sign: str, text: str, start: int, context: Context, *, alone: bool) -> str:
    """Escape a bracket that may be part of a link, footnote, task or definition."""
    following = text[start + 1 : start + 2]
    if context.link or context.references or (not following and not alone):
        return "\\" + sign
    if not following:
        return sign
    if sign == "]":
        return "\\]" if following in "[({:" else sign
    if following in "^!" or text[start - 1 : start] == ")":
        # Linters take `(text)[address]` for a link written the wrong way round.
        return "\\["
    closing = _closing(text)
    later = bisect_left(closing, start)
    if later == len(closing):
        return "\\["
    close = closing[later]
    if text[close + 1 : close + 2] == ":" or (start == 0 and close <= 2):
        return "\\["
    return sign


def _are_safe(text: str, start: int, end: int, context: Context, *, alone: bool) -> bool:
    """Tell whether underscores cannot begin or end emphasis."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == " " and after == " ":
        # Two of them apart are not emphasis, but linters mend them as if they were.
        return alone and _is_only(text, start, end)
    if context.rules.kramdown:
        return before.isalpha() and after.isalpha()
    return before.isalnum() and (after.isalnum() or not _opens(text))


def _is_only(text: str, start: int, end: int) -> bool:
    """Tell whether a sign stands once in a text."""
    return end - start == 1 and text.find(text[start], end) < 0 and text.find(text[start]) == start


@lru_cache(maxsize=1)
def _opens(text: str) -> bool:
    """Tell whether underscores may begin emphasis; each sign of a text asks."""
    return _OPENS.search(text) is not None


@lru_cache(maxsize=1)
def _closing(text: str) -> list[int]:
    """Return the places of closing brackets; each opening one of a text asks."""
    return [match.start() for match in _CLOSING.finditer(text)]


# Code spans, link destinations and titles: inline Markdown with rules of its own.


def code_span(text: str, context: Context) -> str:
    """Write a code span, or `<code>` where a span cannot say it (CommonMark 6.1)."""
    if context.cell and "|" in text:
        if not context.rules.pipe_in_code or "\\|" in text:
            return f"<code>{escape_html(text)}</code>"
        text = text.replace("|", "\\|")
    if context.rules.kramdown and ("{{" in text or "{%" in text or "|" in text):
        return f"<code>{escape_html(text)}</code>"
    runs = {len(run) for run in re.findall("`+", text)}
    if not runs:
        return f"`{text}`"
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    # kramdown takes a lone backtick before a space for text.
    width = 2 if pad else 1
    if context.rules.kramdown:
        # Its spans end at the first run that is long enough.
        width = max(width, max(runs) + 1)
    while width in runs:
        width += 1
    fence = "`" * width
    return f"{fence}{pad}{text}{pad}{fence}"


def escape_html(text: str) -> str:
    """Escape text for a raw element, safe from inline Markdown, Liquid and tables too."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"[\\`*_\[\]|{}~$!\r]|:(?=//)", lambda match: f"&#{ord(match[0])};", text)


_UNSAFE_URL = lazy(r"[\s<>\\`|{}\x00-\x1f\x7f\"]|\*(?=[*_])|_(?=\*)|&(?=#?\w+;)")
# A class by itself is searched several times as fast.
_MAY_BE_UNSAFE = lazy(r"[\s<>\\`|{}\x00-\x1f\x7f\"*_&]")
_LINE_ENDS = lazy(r"[\t\n\r]")
_PARENTHESES = lazy(r"[()]")


def destination(url: str) -> str:
    """Write a link destination (CommonMark 6.3): no spaces, balanced parentheses.

    Unsafe characters are percent-encoded, which the URL standard reads as the same address.
    """
    if _MAY_BE_UNSAFE.search(url) and _UNSAFE_URL.search(url):
        url = _LINE_ENDS.sub("", url).strip(" \f")
        url = _UNSAFE_URL.sub(_percent, url)
    if "(" in url or ")" in url:
        url = _balanced(url)
    return url


def _percent(match: re.Match[str]) -> str:
    if match[0] == "&":
        return "&amp;"
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


def _balanced(url: str) -> str:
    depth = 0
    for match in _PARENTHESES.finditer(url):
        depth += 1 if match[0] == "(" else -1
        if depth < 0 or depth > 1:
            break
    if depth == 0:
        return url
    return url.replace("(", "%28").replace(")", "%29")


_TITLE_SPACE = lazy(r"[ \t\n\r\f]+")
_TITLE = lazy(r"[\"\\|<>`{$\r]|&(?=#?\w+;)|\*|_|\[|\]|\(|\)|~|:(?=//)")


def title(text: str) -> str:
    """Write a link title in double quotes, with a space before it; empty for no title."""
    if not text:
        return ""
    text = _TITLE_SPACE.sub(" ", text).strip(" ")
    return f' "{_TITLE.sub(lambda match: f"&#{ord(match[0])};", text)}"' if text else ""
