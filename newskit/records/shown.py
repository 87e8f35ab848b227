"""What readers of a post's site see of its body."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newskit.markup import cuts
from newskit.records.text import markdown_text, plain_text
from newskit.render.flavour import Flavour, flavour_of, needs_more
from newskit.render.templates.context import Context, Template

if TYPE_CHECKING:
    from newskit.config.export import ExportConfig
    from newskit.post import Post
    from newskit.render.body import RenderedBody

__all__ = ["ShownText", "shown_body", "shown_text"]


class ShownText(NamedTuple):
    """The words readers see, and the template code that is not among them."""

    text: str
    left: tuple[str, ...]


def shown_body(post: Post, markdown: str, config: ExportConfig) -> RenderedBody:
    """Render a body as the site of the post does.

    Args:
        post: the post; its front matter and its path count.
        markdown: its body.
        config: address of the site and templates of the archive.
    """
    from newskit.render.body import render_body

    flavour = flavour_of(post.relative or post.path, markdown)
    context = Context(
        base_url=config.base_url,
        page=post.front_matter.values,
        templates=_templates(tuple(config.templates.items())),
        liquid=False if flavour is Flavour.GOLDMARK else None,
    )
    return render_body(markdown, flavour, context)


def shown_text(post: Post, markdown: str, config: ExportConfig) -> ShownText:
    """Return the words of a body that its site shows."""
    if cuts.is_long(markdown) and "{" not in markdown:
        flavour = flavour_of(post.relative or post.path, markdown)
        if not needs_more(markdown, flavour):
            return ShownText(markdown_text(markdown), ())
    body = shown_body(post, markdown, config)
    return ShownText(plain_text(body.html), body.left)


@lru_cache(maxsize=8)
def _templates(given: tuple[tuple[str, str], ...]) -> tuple[Template, ...]:
    return tuple(Template(pattern, markdown) for pattern, markdown in given)
