"""The renderer, under the name this folder knows it by."""

from __future__ import annotations

from newskit.render import render_markdown

__all__ = ["render_markdown"]
