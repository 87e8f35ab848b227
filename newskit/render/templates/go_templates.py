"""What a shortcode or a render hook of a Hugo site shows, where its template says so plainly.

Of Go's templates that is read which shortcodes are mostly made of: what they are given, the page's
and the site's values, conditions, loops, and functions on texts. Nothing is run: a template that
asks for more is not known, and the shortcode is shown as one without a template.

Sources: Go `text/template`; Hugo 0.111 to 0.150, "Create your own shortcodes" and "Functions".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import Final, cast

from newskit.frozen import NamedTuple, dataclass, field
from newskit.lazy import lazy
from newskit.post import JsonValue
from newskit.render.templates.arguments import Arguments
from newskit.render.templates.context import TemplateContext
from newskit.render.templates.go_functions import FUNCTIONS, Html, Unknown, is_true

_ACTION: Final = lazy(
    r"\{\{(-\s)?\s*(/\*(?:[^*]|\*(?!/)){0,9999}+\*/|(?:\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`|(?!\{\{)[^`\"])*?)\s*(\s-)?\}\}",
    re.DOTALL,
)
_TOKEN: Final = lazy(
    r"\s*(?:(?P<text>\"(?:[^\"\\\n]|\\.)*\"|`[^`]*`)|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])"
    r"|(?P<name>\$?[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*|\$(?:\.[A-Za-z_]\w*)*|(?:\.[A-Za-z_]\w*)+|\.)"
    r"|(?P<sign>[()|,]|:=|=))"
)
_ASSIGNED: Final = lazy(r"(\$\w+)\s*:?=\s*(?!=)(.*)\Z", re.DOTALL)
_RANGE: Final = lazy(r"(?:(\$\w+)\s*(?:,\s*(\$\w+)\s*)?:=\s*)?(.*)\Z", re.DOTALL)
_ADDRESS: Final = lazy(
    r"\b(?:src|href|srcset|poster|data|data-[\w-]*)\s*=\s*[\"']?[^\"'<>]*\Z", re.IGNORECASE
)
_MARKUP: Final = lazy(r"<(svg|style|script)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.DOTALL)
_GIVEN: Final = lazy(
    r"\$?\.(?:Text|PlainText|Inner)(?:\s*\|\s*(?:safeHTML|safe\.HTML|htmlEscape|string|chomp))*\s*\Z"
)
_METHODS: Final = frozenset({"Resize", "Fit", "Fill", "Crop", "Process", "Filter"})
"""Of a picture, which is one again."""

_MOST_STEPS: Final = 1000
_MOST_SHOWN: Final = 200_000  # code points
_QUIET: Final = frozenset({"errorf", "warnf", "erroridf", "warnidf"})
_OPENS: Final = frozenset({"if", "with", "range"})


class _Action(NamedTuple):
    word: str
    rest: str


class _Branch(NamedTuple):
    action: _Action  # `if`, `with`, `range` with what they ask; `else` alone
    body: list[_Node]


class _Choice(NamedTuple):
    branches: list[_Branch]


_Node = str | _Action | _Choice


def show_template(
    template: str, given: Arguments, inner: str | None, context: TemplateContext
) -> str | None:
    """Return the HTML (or Markdown) of a shortcode; None where its template is not understood."""
    try:
        nodes = _parsed(template)
        work = _Work(given, inner, context)
        work.run(nodes, work.root)
    except (Unknown, RecursionError):
        return None
    return work.out


def show_hook(template: str, fields: Mapping[str, object], context: TemplateContext) -> str | None:
    """Return the HTML of a render hook; None where its template is not understood.

    Args:
        template: its text.
        fields: what ``.`` holds: `Destination`, `Text` and the like; markup is `Html`.
        context: the post and its site.
    """
    try:
        nodes = _parsed(template)
        work = _Work(Arguments((), {}, ()), None, context, fields=fields)
        work.run(nodes, work.root)
    except (Unknown, RecursionError):
        return None
    return work.out


def says_words(template: str) -> bool:
    """Tell whether a render hook may show words beyond those that it is given.

    A target for a link, a class for a picture and a sign behind a heading are no words.
    """
    try:
        pieces = list(_pieces(template))
    except Unknown:
        return True
    html = "".join(one if isinstance(one, str) else _stand_in(one) for one in pieces)
    return re.search(r"\w", _MARKUP.sub("", html)) is not None


def _stand_in(action: _Action) -> str:
    """Return what stands for an action in the words of its template: a word, or nothing."""
    code = f"{action.word} {action.rest}"
    quiet = action.word in _OPENS | _QUIET | {"else", "end", ""} or _ASSIGNED.match(code)
    return "" if quiet or _GIVEN.match(code) else "x"


@lru_cache(maxsize=256)
def _parsed(template: str) -> list[_Node]:
    pieces = list(_pieces(template))
    nodes, place = _block(pieces, 0, 0)
    if place != len(pieces):
        raise Unknown
    return nodes


def _pieces(template: str) -> Iterator[str | _Action]:
    position, trims = 0, False
    for match in _ACTION.finditer(template):
        before = template[position : match.start()]
        before = before.lstrip() if trims else before
        yield before.rstrip() if match[1] else before
        position, trims = match.end(), bool(match[3])
        if not match[2].startswith("/*"):
            word, _, rest = match[2].partition(" ")
            yield _Action(word.strip(), rest.strip())
    rest = template[position:]
    yield rest.lstrip() if trims else rest


def _block(pieces: list[str | _Action], place: int, depth: int) -> tuple[list[_Node], int]:
    """Read up to the end, or to the `else` or `end` of what is around."""
    if depth > 20:  # levels that no shortcode has
        raise Unknown
    nodes: list[_Node] = []
    while place < len(pieces):
        piece = pieces[place]
        if isinstance(piece, str):
            nodes.append(piece)
        elif piece.word in {"else", "end"}:
            break
        elif piece.word in _OPENS:
            branches: list[_Branch] = []
            action = piece
            while action.word != "end":
                body, place = _block(pieces, place + 1, depth + 1)
                branches.append(_Branch(action, body))
                following = pieces[place] if place < len(pieces) else ""
                if isinstance(following, str):
                    raise Unknown
                action = following
            nodes.append(_Choice(branches))
        elif piece.word in {"define", "block", "template", "return", "break", "continue", "try"}:
            raise Unknown
        else:
            nodes.append(piece)
        place += 1
    return nodes, place


@dataclass(slots=True)
class _Work:
    """The reading of one template."""

    given: Arguments
    inner: str | None
    context: TemplateContext
    out: str = ""
    steps: int = 0
    variables: dict[str, object] = field(default_factory=dict["str", object])
    fields: Mapping[str, object] | None = None

    @property
    def root(self) -> dict[str, object]:
        """What ``.`` is at first: the shortcode."""
        return _ROOT

    def run(self, nodes: list[_Node], dot: object) -> None:
        for node in nodes:
            self.steps += 1
            if self.steps > _MOST_STEPS or len(self.out) > _MOST_SHOWN:
                raise Unknown
            if isinstance(node, str):
                self.out += node
            elif isinstance(node, _Choice):
                self._choose(node, dot)
            else:
                self._act(node, dot)

    def _act(self, node: _Action, dot: object) -> None:
        code = f"{node.word} {node.rest}".strip()
        assigned = _ASSIGNED.match(code)
        if assigned:
            try:
                self.variables[assigned[1]] = self.value(assigned[2], dot)
            except Unknown:
                self.variables[assigned[1]] = Unknown
            return
        if node.word in _QUIET or not code:
            return
        tag = self.out.rfind("<") > self.out.rfind(">")
        try:
            shown = _shown(self.value(code, dot))
        except Unknown:
            if not tag or _ADDRESS.search(self.out[self.out.rfind("<") :]):
                raise
            return  # a class or a style, which says nothing
        self.out += shown if isinstance(shown, Html) else escape(shown, quote=tag)

    def _choose(self, node: _Choice, dot: object) -> None:
        for action, body in node.branches:
            word, rest = action
            if word == "else" and not rest:
                self.run(body, dot)
                return
            if word == "else":
                word, _, rest = rest.partition(" ")
            if word == "range":
                if self._repeat(rest, body, dot):
                    return
                continue
            assigned = _ASSIGNED.match(rest)
            value = self.value(assigned[2] if assigned else rest, dot)
            if assigned:
                self.variables[assigned[1]] = value
            if is_true(value):
                self.run(body, value if word == "with" else dot)
                return

    def _repeat(self, rest: str, body: list[_Node], dot: object) -> bool:
        match = _RANGE.match(rest)
        value = self.value(match[3] if match else rest, dot)
        items: list[tuple[object, object]]
        if isinstance(value, Mapping):
            items = sorted(cast("Mapping[str, object]", value).items())
        elif isinstance(value, list):
            items = list(enumerate(cast("list[object]", value)))
        elif is_true(value):
            raise Unknown
        else:
            items = []
        for key, item in items:
            if match and match[2]:
                self.variables[match[1]], self.variables[match[2]] = key, item
            elif match and match[1]:
                self.variables[match[1]] = item
            self.run(body, item)
        return bool(items)

    def value(self, code: str, dot: object) -> object:
        """Return the value of a pipeline."""
        tokens = list(_tokens(code))
        value, place = self._pipeline(tokens, 0, dot)
        if place != len(tokens):
            raise Unknown
        return value

    def _pipeline(
        self, tokens: list[tuple[str, str]], place: int, dot: object
    ) -> tuple[object, int]:
        value: object = None
        piped = False
        while True:
            value, place = self._command(tokens, place, dot, [value] if piped else [])
            if place >= len(tokens) or tokens[place] != ("sign", "|"):
                return value, place
            place, piped = place + 1, True

    def _command(
        self, tokens: list[tuple[str, str]], place: int, dot: object, last: list[object]
    ) -> tuple[object, int]:
        if place >= len(tokens):
            raise Unknown
        head = tokens[place]
        operands: list[object] = []
        called = head[0] == "name" and self._is_call(head[1], dot)
        start = place + 1 if called else place
        place = start
        while place < len(tokens) and tokens[place] not in {("sign", "|"), ("sign", ")")}:
            operand, place = self._operand(tokens, place, dot)
            operands.append(operand)
        if called:
            return self._call(head[1], [*operands, *last]), place
        if operands and isinstance(operands[0], _Picture):
            return operands[0].of, place  # of another size
        if len(operands) != 1 or last:
            raise Unknown
        return operands[0], place

    def _operand(
        self, tokens: list[tuple[str, str]], place: int, dot: object
    ) -> tuple[object, int]:
        kind, text = tokens[place]
        if kind == "text":
            return _unquoted(text), place + 1
        if kind == "number":
            return (float(text) if "." in text else int(text)), place + 1
        if kind == "name":
            if self._is_call(text, dot):
                return self._call(text, []), place + 1
            return self._named(text, dot), place + 1
        if text != "(":
            raise Unknown
        value, place = self._pipeline(tokens, place + 1, dot)
        if place >= len(tokens) or tokens[place] != ("sign", ")"):
            raise Unknown
        place += 1
        if place < len(tokens) and tokens[place][0] == "name" and tokens[place][1][:1] == ".":
            value = _inside(value, tokens[place][1].split(".")[1:])
            place += 1
        return value, place

    def _is_call(self, name: str, dot: object) -> bool:
        if name in FUNCTIONS or (self.fields and _FINDS.search(name)):
            return True
        root = name.startswith("$.") or (dot is _ROOT and name.startswith("."))
        return root and name.lstrip("$") in {".Get", ".Page.RenderString", ".RenderString"}

    def _call(self, name: str, given: list[object]) -> object:
        if any(one is Unknown for one in given):
            raise Unknown
        if self.fields and _FINDS.search(name):
            return self._resource(given)
        if name.endswith(".Get"):
            return self._get(given)
        if name.endswith(".RenderString"):
            return FUNCTIONS["markdownify"](given[-1:], self.context)
        return FUNCTIONS[name](given, self.context)

    def _resource(self, given: list[object]) -> object:
        """Return a file of the page or the site by its name; None where there is none."""
        find, name = self.context.resource, given[0] if len(given) == 1 else None
        if find is None or not isinstance(name, str) or "*" in name:
            raise Unknown
        return {"RelPermalink": name, "Permalink": name, **_UNKNOWN_OF} if find(name) else None

    def _get(self, given: list[object]) -> object:
        if len(given) != 1:
            raise Unknown
        key = given[0]
        if isinstance(key, int):
            return _scalar(self.given.at(key)) if not self.given.named else ""
        return _scalar(self.given.named.get(str(key).lower(), ""))

    def _named(self, name: str, dot: object) -> object:
        if name in {"true", "false", "nil"}:
            return {"true": True, "false": False, "nil": None}[name]
        steps = name.split(".")
        if name.startswith("$") and steps[0] != "$":
            if steps[0] not in self.variables:
                raise Unknown
            value, steps = self.variables[steps[0]], steps[1:]
        elif steps[0] in {"", "$"}:
            value, steps = (dot if steps[0] == "" else _ROOT), [one for one in steps[1:] if one]
        elif steps[0] in {"site", "page"}:
            value, steps = _ROOT, [steps[0].capitalize(), *steps[1:]]
        else:
            raise Unknown
        if value is Unknown:
            raise Unknown
        return self._of_root(steps) if value is _ROOT else _inside(value, steps)

    def _of_root(self, steps: list[str]) -> object:
        """Return a field of the shortcode, or of the hook, itself."""
        if not steps:
            raise Unknown
        first, rest = steps[0], steps[1:]
        if self.fields is not None and first in self.fields:
            return _inside(self.fields[first], rest)
        if self.fields is not None and first not in {"Page", "Site"}:
            raise Unknown
        page: Mapping[str, JsonValue] = self.context.page
        if first == "Page" and rest[:1] == ["Site"]:
            first, rest = "Site", rest[1:]
        match first:
            case "Inner" | "InnerDeindent" if not rest:
                return Html(self.inner or "")
            case "Params":
                named = {key: _scalar(one) for key, one in self.given.named.items()}
                return _inside(named or [*map(_scalar, self.given.values)], rest)
            case "IsNamedParams" if not rest:
                return bool(self.given.named)
            case "Page" if rest[:1] == ["Params"]:
                return _inside({key.lower(): one for key, one in page.items()}, rest[1:])
            case "Page" if len(rest) == 1 and rest[0] in {"Title", "Description"}:
                return page.get(rest[0].lower()) or ""
            case "Site" if rest[:1] == ["Params"]:
                return _inside(self.context.site.get("params") or {}, rest[1:])
            case "Site" if rest == ["BaseURL"] and self.context.base_url:
                return self.context.base_url
            case _:
                raise Unknown


class _Picture(NamedTuple):
    """A method of a picture, which gives it in another size."""

    of: object


_UNKNOWN_OF: Final = {"Width": Unknown, "Height": Unknown, "Content": Unknown, "MediaType": Unknown}
_FINDS: Final = lazy(r"(?:\A|\.)[Rr]esources\.Get(?:Match)?\Z")
_ROOT: Final[dict[str, object]] = {"": "the shortcode"}


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    position = 0
    code = code.rstrip()
    while position < len(code):
        match = _TOKEN.match(code, position)
        if match is None or match.lastgroup is None:
            raise Unknown
        yield match.lastgroup, match[match.lastgroup]
        position = match.end()


def _unquoted(text: str) -> str:
    if text[0] == "`":
        return text[1:-1]
    return re.sub(r"\\(.)", lambda one: {"n": "\n", "t": "\t"}.get(one[1], one[1]), text[1:-1])


def _scalar(text: str) -> object:
    """Return an argument as Hugo reads it: `true` and `false` without quotes are truth values."""
    return {"true": True, "false": False}.get(text, text)


def _inside(value: object, steps: list[str]) -> object:
    for step in steps:
        if step in _METHODS and isinstance(value, Mapping):
            return _Picture(cast("object", value))
        if not isinstance(value, Mapping):
            if value is None or value == "":
                return None
            raise Unknown
        found = cast("Mapping[str, object]", value)
        value = found.get(step, found.get(step.lower()))
    if value is Unknown:
        raise Unknown
    return value


def _shown(value: object) -> str:
    """Return a value as a template prints it."""
    if isinstance(value, Html):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    if isinstance(value, (str, int, float)):
        return str(value)
    raise Unknown
