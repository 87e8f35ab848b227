"""Elements of Markdown as a Hugo site's render hooks show them.

A hook is a template for links, pictures, headings, code or quotations. Only those that add words
count: the caption of a picture, the title of an alert. Nothing is run.

Source: Hugo 0.111 to 0.168, "Render hooks".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast

from newskit.frozen import dataclass, field
from newskit.lazy import lazy
from newskit.markup.code import FENCE
from newskit.render.templates.context import Hook, TemplateContext
from newskit.render.templates.go_functions import Html
from newskit.render.templates.go_templates import says_words, show_hook

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.token import Token

_SIGNS: Final = {
    "render-link": lazy(r"\]\(|\]\[|\]:|<https?:|https?://|www\."),
    "render-image": lazy(r"!\["),
    "render-heading": lazy(r"^#|^[ \t>]*#|^(?:=+|-+)[ \t]*$", re.MULTILINE),
    "render-blockquote": lazy(r"^[ \t]*>", re.MULTILINE),
    "render-codeblock": lazy(r"```|~~~"),
}
"""Names of hooks, with signs that what they show is not without."""

_LANGUAGE: Final = lazy(r"[ \t]*([\w-]+)")
_ALERT: Final = lazy(r"\A<p>\[!([A-Za-z]+)\]([+-]?)[ \t]*([^\n<]*)\n?(?:</p>\n)?")


@dataclass(slots=True)
class Hooks:
    """The hooks of a site that add words, for one post.

    Attributes:
        context: the post and its site.
        found: templates by the names of hooks.
        left: paths of hooks that are not understood.
        count: elements shown so far.
    """

    context: TemplateContext
    found: dict[str, Hook]
    left: list[str] = field(default_factory=list[str])
    count: int = 0

    @classmethod
    def of(cls, markdown: str, context: TemplateContext) -> Hooks | None:
        """Return those that count for a text; None where there are none."""
        find = context.hook
        if find is None:
            return None
        names = [name for name, sign in _SIGNS.items() if sign.search(markdown)]
        if "render-codeblock" in names:
            infos = (_LANGUAGE.match(fence["info"]) for fence in FENCE.finditer(markdown))
            names += dict.fromkeys(f"render-codeblock-{info[1]}" for info in infos if info)
        found = {name: hook for name in names if (hook := find(name)) is not None}
        found = {name: hook for name, hook in found.items() if says_words(hook.template)}
        return cls(context, found) if found else None

    def show(self, name: str, **given: object) -> str | None:
        """Return the HTML of an element; None where no hook that is understood shows it."""
        hook = self.found.get(name)
        if hook is None:
            return None
        none: dict[str, object] = {}
        fields: dict[str, object] = {"Ordinal": self.count, "Attributes": none, **given}
        shown = show_hook(hook.template, fields, self.context)
        if shown is None and hook.path not in self.left:
            self.left.append(hook.path)
        self.count += 1
        return None if shown is None else shown.strip()


def apply_hooks(md: MarkdownIt, tokens: list[Token], env: dict[str, object], hooks: Hooks) -> None:
    """Put what hooks show in the place of the elements of parsed Markdown."""
    work = _Work(md, env, hooks)
    for token in tokens:
        if token.children:
            token.children = work.spans(token.children)
    tokens[:] = work.blocks(tokens)


@dataclass(slots=True)
class _Work:
    md: MarkdownIt
    env: dict[str, object]
    hooks: Hooks

    def spans(self, tokens: list[Token]) -> list[Token]:
        """Show the links and pictures of a paragraph."""
        out: list[Token] = []
        opened: list[int] = []
        for token in tokens:
            if token.type == "image":
                out.append(self._picture(token))
                continue
            out.append(token)
            if token.type == "link_open":
                opened.append(len(out) - 1)
            elif token.type == "link_close" and opened:
                start = opened.pop()
                out[start:] = self._link(out[start:])
        return out

    def _picture(self, token: Token) -> Token:
        words = "".join(one.content for one in token.children or () if one.type != "html_inline")
        shown = self.hooks.show(
            "render-image",
            Destination=str(token.attrGet("src") or ""),
            Text=Html(words),
            PlainText=words,
            Title=str(token.attrGet("title") or ""),
            IsBlock=False,
        )
        return token if shown is None else _html(shown, token)

    def _link(self, tokens: list[Token]) -> list[Token]:
        inner = self._rendered(tokens[1:-1], spans=True)
        shown = self.hooks.show(
            "render-link",
            Destination=str(tokens[0].attrGet("href") or ""),
            Text=Html(inner),
            PlainText=_words(inner),
            Title=str(tokens[0].attrGet("title") or ""),
        )
        return tokens if shown is None else [_html(shown, tokens[0])]

    def blocks(self, tokens: list[Token]) -> list[Token]:
        """Show headings, code and quotations, the inner ones first."""
        out: list[Token] = []
        opened: list[int] = []
        for token in tokens:
            if token.type == "fence":
                out.append(self._code(token))
                continue
            out.append(token)
            if token.type in {"blockquote_open", "heading_open"}:
                opened.append(len(out) - 1)
            elif token.type in {"blockquote_close", "heading_close"} and opened:
                start = opened.pop()
                show = self._quotation if token.type == "blockquote_close" else self._heading
                out[start:] = show(out[start:])
        return out

    def _code(self, token: Token) -> Token:
        language, _, rest = token.info.strip().partition(" ")
        name = f"render-codeblock-{language}"
        name = name if name in self.hooks.found else "render-codeblock"
        values = dict(re.findall(r"([\w-]+)\s*=\s*\"([^\"]*)\"", rest))
        shown = self.hooks.show(
            name, Type=language, Inner=token.content.rstrip("\n"), Attributes=values, Options={}
        )
        return token if shown is None else _html(f"{shown}\n", token, block=True)

    def _heading(self, tokens: list[Token]) -> list[Token]:
        inner = self._rendered(tokens[1:-1])
        shown = self.hooks.show(
            "render-heading",
            Level=int(tokens[0].tag[1]),
            Anchor=str(tokens[0].attrGet("id") or ""),
            Text=Html(inner),
            PlainText=_words(inner),
        )
        return tokens if shown is None else [_html(f"{shown}\n", tokens[0], block=True)]

    def _quotation(self, tokens: list[Token]) -> list[Token]:
        inner = self._rendered(tokens[1:-1])
        alert = _ALERT.match(inner)
        kind = alert[1].lower() if alert else ""
        if alert:
            inner = ("" if alert[0].endswith("</p>\n") else "<p>") + inner[alert.end() :]
        shown = self.hooks.show(
            "render-blockquote",
            Type="alert" if alert else "regular",
            AlertType=kind,
            AlertTitle=Html(alert[3].strip()) if alert else "",
            AlertSign=alert[2] if alert else "",
            Text=Html(inner),
        )
        return tokens if shown is None else [_html(f"{shown}\n", tokens[0], block=True)]

    def _rendered(self, tokens: list[Token], *, spans: bool = False) -> str:
        renderer = cast("RendererHTML", self.md.renderer)
        render = renderer.renderInline if spans else renderer.render
        return render(tokens, self.md.options, self.env)


def _html(shown: str, of: Token, *, block: bool = False) -> Token:
    kind = "html_block" if block else "html_inline"
    return of.copy(type=kind, tag="", nesting=0, attrs={}, content=shown, children=None)


def _words(html: str) -> str:
    return re.sub(r"<[^<>]*>", "", html)
