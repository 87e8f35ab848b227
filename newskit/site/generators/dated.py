"""What sites have in common that tell no posts from pages: a folder of dated files holds posts."""

from __future__ import annotations

from typing import Final

from newskit.post import Kind
from newskit.site.common import dependency, ending, holds_dated, repository_file
from newskit.site.model import Head, Site, Verdict

MARKDOWN: Final = frozenset((".md", ".markdown", ".mdx"))
"""Endings of Markdown, JSX in it or not."""


class DatedSite(Site):
    """What the sites have in common: one output folder, Markdown in content folders."""

    formats = frozenset((".mdx",))
    output = "dist"
    name = ""

    @property
    def label(self) -> str:
        """The name of the generator, which one class may stand for several of."""
        return self.name or super().label

    def closed(self, folder: str) -> Verdict | None:
        if folder == self.output:
            return Verdict(Kind.OUTPUT, f"built by {self.label} into {folder}/")
        return dependency(folder)

    def dated(self, folder: str, head: Head, label: str) -> Verdict:
        """Return post or page: a folder whose files are mostly dated holds posts."""
        if head.is_form:
            return Verdict(Kind.TEMPLATE, "a form of new posts: a program fills in its values")
        if head.is_dated:
            dated, total = holds_dated(self.root / folder)
            if dated * 2 > total:
                if head.keys.get("draft", "").lower() == "true":
                    return Verdict(Kind.DRAFT, f"a draft of {label}")
                return Verdict(Kind.POST, f"in {label}, whose files are dated")
        return Verdict(Kind.PAGE, f"a page of {label}")

    def outside(self, path: str, folders: str, head: Head | None = None) -> Verdict:
        """Return what a file is that lies in none of the folders found in the configuration.

        The configuration is a program, so more folders may be content than are named in it:
        Markdown with front matter is.
        """
        found = repository_file(path)
        text = head is not None and ending(path) in MARKDOWN
        if found is None and head is not None and text and head.front_matter is not None:
            folder = path.rpartition("/")[0]
            return self.dated(folder, head, f"{folder or '.'}/")
        return found or Verdict(Kind.OUTSIDE, f"outside of {folders}")
