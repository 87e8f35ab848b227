"""Template code of a post replaced by what it shows; what is not known goes, and is reported.

Nothing of an archive is run: code is read as names and texts, known names stand for what their
documentation says they show, and a page's values for themselves.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import Final

from newskit.frozen import NamedTuple, dataclass, field
from newskit.lazy import lazy
from newskit.markup.code import CodePlaces, code_places
from newskit.post import JsonValue
from newskit.render.held import Held
from newskit.render.templates.arguments import Arguments, parse_arguments
from newskit.render.templates.context import BlockHtml, Inline, Shown, TemplateContext
from newskit.render.templates.expressions import INCLUDED, evaluate, value_of
from newskit.render.templates.filters import LONGEST
from newskit.render.templates.media import MEDIA, pictured
from newskit.render.templates.tags import (
    CODE,
    LINKS,
    Pairs,
    TemplateEnds,
    chosen,
    quotation,
    show_code,
    titled,
)

_START: Final = lazy(r"\{\{|\{%|\{#(?=[-\s])")
_TAG: Final = lazy(r"\{%[-~+]?\s*([\w.-]*)(.*?)[-~+]?%\}\Z", re.DOTALL)
_SHORTCODE: Final = lazy(r"\{\{[<%]\s*(/?)\s*([\w./-]+)(.*?)(/?)\s*[>%]\}\}\Z", re.DOTALL)
_QUOTED: Final = lazy(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}\Z", re.DOTALL)
_SLOT: Final = lazy(r"\{([\w.-]+)\}")
_ASSIGNMENT: Final = lazy(r"\s*([\w-]+)\s*=\s*(.*)\Z", re.DOTALL)
_RAW: Final = lazy(r"\{%-?\s*(?:end)?(?:raw|verbatim)\s*-?%\}")
_OUTPUT: Final = lazy(  # of a value, but not in what is taken as it is
    r"\{%-?\s*raw\s*-?%\}(?:[^{]|\{(?!%-?\s*(?:end)?raw\b))*+\{%-?\s*endraw\s*-?%\}"
    r"|\{\{-?(?P<value>(?:[^{\n]|\{(?!\{))*?)-?\}\}"
)
_VALUE_NAME: Final = lazy(r"(?:page|site|include)\.[\w.-]+")
_HIGHLIGHTED: Final = lazy(r"([\w-]+)\s*\|\s*highlight\s*[:(]?([^|)]*)")
_CALL: Final = lazy(r"\{\{-?\s*([\w:./-]+)\s*\((.*)\)\s*-?\}\}\Z", re.DOTALL)
_INDENTED_TAG: Final = lazy(r"^[ \t]{4,}(?=</?[A-Za-z])", re.MULTILINE)
_TAG_LINES: Final = lazy(r"<[A-Za-z][^<>\n]*\n[^<>]*>")
_RENDERED: Final = lazy(r"\|\s*markdownify\s*\Z")
_INCLUDES: Final = frozenset({"include", "render", "include_relative", "include_cached"})
_LITERAL: Final = frozenset({"raw", "verbatim"})
_DROPPED: Final = frozenset({"comment", "for", "tablerow", "javascript", "stylesheet", "schema"})
"""Tags whose content is not text of the post as it stands."""

_QUIET: Final = frozenset({"comment", "assign", "capture", "set", "#", "more", "prettier-ignore"})
"""Tags that show nothing of themselves where they are understood."""

_CHOICES: Final = frozenset({"if", "unless", "case", "when", "else", "elsif", "elseif", "elif"})
_BLOCK: Final = lazy(
    r"<(?:div|p|figure|blockquote|section|aside|ul|ol|dl|table|pre|h[1-6]|iframe|video|hr|details"
    r"|style|script|center|header|footer|nav|article)\b",
    re.IGNORECASE,
)
_DEEPEST: Final = 12
_MOST_TURNS: Final = 2000
"""Turns of all loops of a post, and shortcodes shown by templates of its site."""

_MOST_SHOWN: Final = 8
"""Code points that all code of a post may show, for each of its own, beyond the longest value."""

_LOOP: Final = lazy(r"(\w+)\s+in\s+([\w.\[\]\"'-]+|\([\w.-]+?\.\.[\w.-]+\))\s*\Z")
_RANGE: Final = lazy(r"\(([\w.-]+?)\.\.([\w.-]+)\)")


class Resolved(NamedTuple):
    """A text without template code.

    Attributes:
        text: Markdown; what is HTML stands in it as characters of a `Held`.
        left: the code that is not known, as it was written, in order.
    """

    text: str
    left: tuple[str, ...]


def resolve_templates(text: str, context: TemplateContext, held: Held) -> Resolved:
    """Replace the template code of a Markdown text by what it shows."""
    if not _START.search(text):
        return Resolved(text, ())
    work = _Work(context, held, LONGEST + _MOST_SHOWN * len(text))
    return Resolved(work.expand(text, 0), tuple(work.left))


class _Place(NamedTuple):
    """A piece of template code in a text.

    Attributes:
        code: the piece.
        end: where it ends.
        in_code: whether it stands within Markdown code.
    """

    code: str
    end: int
    in_code: bool


@dataclass(slots=True)
class _Work:
    """What is known and found while the code of one post is read.

    Attributes:
        context: the post and its site.
        held: takes the HTML that code stands for.
        room: code points that code may still show.
        left: the code that is not known.
        variables: those the post has assigned.
        turns: of its loops so far.
    """

    context: TemplateContext
    held: Held
    room: int
    left: list[str] = field(default_factory=list[str])
    variables: dict[str, JsonValue] = field(default_factory=dict[str, "JsonValue"])
    turns: int = 0

    def expand(self, text: str, depth: int) -> str:
        """Replace the code of a text; what code encloses is such a text again."""
        if depth > _DEEPEST or not _START.search(text):
            return text
        return _Pass(self, text, Pairs(text), code_places(text), depth).run()

    def takes(self, shown: str) -> bool:
        """Tell whether there is room for what code shows, and take it."""
        self.room -= len(shown)
        return self.room >= 0

    def put(self, shown: Shown) -> str:
        """Return what stands in the text for something shown."""
        match shown:
            case BlockHtml(html):
                return self.held.block(html)
            case Inline(html):
                return self.held.inline(html)
            case _:
                return shown or ""

    def own(self, head: str, given: Arguments, content: str | None) -> str | None:
        """Return what the archive itself says that code with this head shows."""
        for template in self.context.templates:
            if fnmatchcase(head, template.pattern):
                return _SLOT.sub(lambda slot: _slot(slot[1], given, content), template.markdown)
        return None

    def known(self, name: str, given: Arguments, code: str) -> str:
        """Return what a tag or shortcode that encloses nothing shows, by its name."""
        own = self.own(name, given, None)
        if own is not None:
            return own
        filled = self.scripted(name, given, None)
        if filled is not None:
            return filled
        low = name.lower()
        show = LINKS.get(low)
        shown = show(given, self.context) if show else None
        if shown is None and (media := MEDIA.get(low)):
            shown = media(given)
        if shown is None:
            shown = pictured(given)
        if shown is None:
            self.left.append(code)
        return self.put(shown)

    def enclosing(self, name: str, given: Arguments, body: str, code: str, raw: str) -> str:
        """Return what a tag or shortcode that encloses something shows."""
        own = self.own(name, given, body)
        if own is not None:
            return own
        filled = self.scripted(name, given, body)
        if filled is not None:
            return filled
        low = name.lower()
        if low == "rendertemplate" and given.at(0) not in {"", "md"}:
            # What another language makes of it is read as Markdown, with its tags on one line.
            self.left.append(code)
            return _TAG_LINES.sub(lambda tag: tag[0].replace("\n", " "), body)
        quoted = quotation(low, given, body, raw)
        if quoted is not None:
            return quoted
        media = MEDIA.get(low)
        if media and (shown := media(given)) is not None:
            return self.put(shown) + body
        self.left.append(code)
        return body if low in _CHOICES else titled(given, body)

    def scripted(self, name: str, given: Arguments, inner: str | None) -> str | None:
        """Return what a shortcode of the site's own JavaScript fills in; None for others."""
        find = self.context.script
        shortcode = find(name) if find else None
        if shortcode is None:
            return None
        values = tuple(
            value if quoted or value.isdecimal() else evaluate(value, self.context, self.variables)
            for value, quoted in zip(given.values, given.quoted, strict=True)
        )
        known = tuple(value for value in values if value is not None)
        if len(known) < len(values):
            return None
        return shortcode.show(given._replace(values=known), inner, self.context.render)

    def evaluated(self, given: Arguments) -> Arguments:
        """Put values in the place of names that stand for them."""
        named = {
            key: (evaluate(value, self.context, self.variables) or value)
            if _VALUE_NAME.fullmatch(value) or value in self.variables
            else value
            for key, value in given.named.items()
        }
        return given._replace(named=named)

    def parted(self, given: Arguments) -> dict[str, JsonValue]:
        """Return the lists and mappings that names among the arguments stand for."""
        found = {
            key: value_of(value, self.context, self.variables)
            for key, value in given.named.items()
            if _VALUE_NAME.fullmatch(value) or value in self.variables
        }
        return {key: value for key, value in found.items() if isinstance(value, (list, dict))}

    def assign(self, code: str, text: str) -> None:
        """Note the value of a variable, where it is known."""
        match = _ASSIGNMENT.match(text)
        value = value_of(match[2], self.context, self.variables) if match else None
        if match:
            self.variables[match[1]] = value  # not known any more, where it is None
        if value is None:
            self.left.append(code)


@dataclass(slots=True)
class _Pass:
    """One pass over a text."""

    work: _Work
    text: str
    pairs: Pairs
    places: CodePlaces
    depth: int

    def run(self) -> str:
        text = self.text
        parts: list[str] = []
        position = 0
        strips = False
        ends = TemplateEnds(text)
        match = _START.search(text)
        while match:
            plain = text[position : match.start()]
            parts.append(plain.lstrip() if strips else plain)
            strips = False
            end = ends.end_of(match.start())
            if end < 0:
                parts.append(match[0])
                position = match.end()
            else:
                code = text[match.start() : end]
                place = _Place(code, end, self.places.holds(match.start()))
                shown, position = self._show(place)
                if shown != code and not self.work.takes(shown):
                    self.work.left.append(code)
                    shown, position = "", end
                if shown != code:
                    if code[2:3] == "-":
                        parts[-1] = parts[-1].rstrip()
                    strips = text.endswith(("-%}", "-}}"), 0, position)
                parts.append(shown)
            match = _START.search(text, position)
        rest = text[position:]
        parts.append(rest.lstrip() if strips else rest)
        return "".join(parts)

    def _show(self, place: _Place) -> tuple[str, int]:
        """Return what code shows, and where the text goes on."""
        code = place.code
        if place.in_code and self.work.context.plain_code and not _RAW.match(code):
            return code, place.end
        if code.startswith(("{{<", "{{%")):
            quoted = _QUOTED.match(code)
            if quoted:
                return f"{{{{{quoted[1]}{quoted[2]}{quoted[3]}}}}}", place.end
            found = _SHORTCODE.match(code)
            if found:
                return self._shortcode(place, found)
        if code.startswith("{{"):
            return self._expression(place), place.end
        if code.startswith("{#") and self.work.context.tags:
            return code if place.in_code else "", place.end
        match = _TAG.match(code) if self.work.context.tags else None
        return self._tag(place, match[1], match[2].strip()) if match else (code, place.end)

    def _expression(self, place: _Place) -> str:
        work = self.work
        call = _CALL.match(place.code) if work.context.calls else None
        if call and not place.in_code:
            return work.known(call[1], parse_arguments(call[2]), place.code)
        if work.context.liquid is False:
            return place.code
        expression = place.code[2:-2].strip("-~ \t\n")
        own = work.own(expression.partition("|")[0].strip(), parse_arguments(""), None)
        code = _HIGHLIGHTED.match(expression)
        if code and isinstance(text := work.variables.get(code[1]), str):
            return work.put(show_code("highlight", parse_arguments(code[2]), text))
        shown = evaluate(expression, work.context, work.variables) if own is None else own
        if shown is not None:
            return work.put(BlockHtml(shown)) if _RENDERED.search(expression) else shown
        if place.in_code and not work.context.liquid:
            return place.code  # an example, which is more than what a site may make of it
        work.left.append(place.code)
        return ""

    def _tag(self, place: _Place, name: str, raw: str) -> tuple[str, int]:
        low = name.lower()
        if low in _INCLUDES:
            return self._include(place, raw), place.end
        if low == "set" and "=" in raw:
            self.work.assign(place.code, raw)
            return "", place.end
        if self.work.context.calls and raw.startswith("("):
            raw, inner = raw.strip("() \t\n"), self.pairs.called(place.end)
        else:
            inner = self.pairs.enclosed(name, place.end)
        if inner is not None:
            return self._enclosing_tag(place, name, raw, inner), inner[1]
        if place.in_code and low not in LINKS:
            return place.code, place.end
        if low in {"assign", "set"}:
            self.work.assign(place.code, raw)
            return "", place.end
        if low in _QUIET or low.startswith("end"):
            return "", place.end
        return self.work.known(name, parse_arguments(raw), place.code), place.end

    def _enclosing_tag(self, place: _Place, name: str, raw: str, inner: tuple[int, int]) -> str:
        work, low = self.work, name.lower()
        content = self.text[place.end : inner[0]]
        if low in _LITERAL:
            return content
        if low in CODE:
            if low == "highlight" and "{{" in content and work.context.liquid is not False:
                content = _OUTPUT.sub(self._in_code, content)
            return work.put(show_code(low, parse_arguments(raw), _RAW.sub("", content)))
        whole = self.text[place.end - len(place.code) : inner[1]]
        if place.in_code:
            return whole
        if low in {"if", "unless"}:
            part = chosen(low, raw, content, self._known)
            if part is not None:
                return work.expand(part, self.depth + 1)
        if low in {"capture", "set"}:
            work.variables[raw.strip("\"' ")] = work.expand(content, self.depth + 1)
            return ""
        if low == "for" and (shown := self._loop(raw, content)) is not None:
            return shown
        if low in _DROPPED:
            if low not in _QUIET:
                work.left.append(whole)
            return ""
        body = work.expand(content, self.depth + 1)
        return work.enclosing(name, parse_arguments(raw), body, place.code, raw)

    def _in_code(self, match: re.Match[str]) -> str:
        """Return what a value within highlighted code shows."""
        work, expression = self.work, match["value"]
        if expression is None:
            return match[0]
        shown = evaluate(expression, work.context, work.variables)
        if shown is None and work.context.liquid:
            work.left.append(match[0])
            return ""
        return match[0] if shown is None else shown

    def _loop(self, raw: str, content: str) -> str | None:
        """Return what a loop over a list shows; None where the list is not known or is long."""
        work, match = self.work, _LOOP.match(raw)
        items = self._items(match[2]) if match else None
        if match is None or not isinstance(items, list):
            return None
        work.turns += len(items)
        if work.turns > _MOST_TURNS:
            return None
        before = {name: work.variables.get(name) for name in (match[1], "forloop")}
        parts: list[str] = []
        for number, item in enumerate(items):
            work.variables[match[1]] = item
            work.variables["forloop"] = {
                "index": number + 1,
                "index0": number,
                "length": len(items),
                "first": number == 0,
                "last": number == len(items) - 1,
            }
            parts.append(work.expand(content, self.depth + 1))
            if not work.takes(parts[-1]):
                work.variables.update(before)
                return None
        work.variables.update(before)
        return "".join(parts)

    def _items(self, name: str) -> JsonValue:
        """Return the values of a list, or the numbers of a range."""
        span = _RANGE.fullmatch(name)
        if span is None:
            return value_of(name, self.work.context, self.work.variables)
        first, last = self._known(span[1]), self._known(span[2])
        if first is None or last is None or not (first + last).isdecimal():
            return None
        numbers = range(int(first[:9]), int(last[:9]) + 1)
        return list(numbers) if len(numbers) <= _MOST_TURNS else None

    def _known(self, expression: str) -> str | None:
        return evaluate(expression, self.work.context, self.work.variables)

    def _include(self, place: _Place, raw: str) -> str:
        work = self.work
        file, _, rest = raw.partition(" ")
        file = file.strip("\"',")
        stated = parse_arguments(rest)
        given = work.evaluated(stated)
        own = work.own(f"include {file}", given, None)
        if own is not None or place.in_code:
            return place.code if own is None else own
        included = self._included(file, given, work.parted(stated))
        if included is not None:
            return included
        stem = re.sub(r"\.\w+\Z", "", file.rpartition("/")[2]).replace("-", "_").lower()
        media = MEDIA.get(stem)
        shown = media(given) if media else None
        if shown is None:
            shown = pictured(given)
        if shown is None:
            work.left.append(place.code)
        return work.put(shown)

    def _included(self, file: str, given: Arguments, lists: dict[str, JsonValue]) -> str | None:
        """Return the text of an included file with what it is given in its places."""
        work = self.work
        text = work.context.include(file) if work.context.include else None
        if text is None or self.depth >= _DEEPEST:
            return None
        before = {key: value for key, value in work.variables.items() if key.startswith(INCLUDED)}
        for key in before:
            del work.variables[key]
        work.variables[INCLUDED] = ""
        work.variables.update({INCLUDED + key: value for key, value in given.named.items()})
        work.variables.update({INCLUDED + key: value for key, value in lists.items()})
        shown = _INDENTED_TAG.sub("", work.expand(text, self.depth + 1).strip("\n"))
        for key in [key for key in work.variables if key.startswith(INCLUDED)]:
            del work.variables[key]
        work.variables.update(before)
        if not shown.lstrip().startswith("<") or "markdown=" in shown:
            return shown
        return work.put(_html(shown))

    def _shortcode(self, place: _Place, found: re.Match[str]) -> tuple[str, int]:
        work, name, raw = self.work, found[2], found[3].strip()
        if found[1]:
            return "", place.end  # the end of one that is not there
        inner = None if found[4] else self.pairs.shortcode(place.end)
        low, given = name.lower(), parse_arguments(raw)
        if inner is None:
            if (shown := self._templated(place, name, given, None)) is not None:
                return shown, place.end
            if low == "param":
                value = evaluate(f"page.{given.at(0)}", work.context, {})
                if value is None:
                    value = evaluate(f"site.params.{given.at(0).lower()}", work.context, {})
                if value is not None:
                    return value, place.end
            return work.known(name, given, place.code), place.end
        content = self.text[place.end : inner[0]]
        if low in CODE:
            shown = self._templated(place, name, given, content)
            code = work.put(show_code("highlight", given, content)) if shown is None else shown
            return code, inner[1]
        if low == "comment":
            return "", inner[1]
        body = work.expand(content, self.depth + 1)
        shown = self._templated(place, name, given, body)
        if shown is not None:
            return shown, inner[1]
        return work.enclosing(name, given, body, place.code, raw), inner[1]

    def _templated(
        self, place: _Place, name: str, given: Arguments, inner: str | None
    ) -> str | None:
        """Return what a shortcode shows by a template of the site; None where it has none."""
        work = self.work
        find = work.context.shortcode
        if find is None or work.turns > _MOST_TURNS or work.own(name, given, inner) is not None:
            return None
        template = find(name)
        if template is None:
            return None
        work.turns += 1
        from newskit.render.templates.go_templates import show_template  # Hugo's alone

        shown = show_template(template, given, inner, work.context)
        if shown is None or place.code.startswith("{{%"):
            return shown
        return work.put(_html(shown.strip()))


def _html(shown: str) -> Shown:
    return BlockHtml(shown) if _BLOCK.search(shown) else Inline(shown)


def _slot(name: str, given: Arguments, content: str | None) -> str:
    if name == "content":
        return content or ""
    if name.isdigit():
        return given.at(int(name))
    return given.named.get(name.lower(), "")
