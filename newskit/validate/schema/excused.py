"""Keys that a schema newskit chose by itself requires, and that a post may do without.

Nobody asked for that schema: where a generator finds title or date elsewhere, nothing is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.config.validate import Generator
from newskit.lazy import lazy
from newskit.validate.schema.choose import is_chosen_by_hand

if TYPE_CHECKING:
    from newskit.validate.subject import Subject

__all__ = ["is_excused"]

# Docusaurus, Obsidian and Jekyll's titles-from-headings plugin take the title from the body.
_HEADING = lazy(
    r"(?>\s|<!--.*?-->|(?:import|export) [^\n]*(?!\n=))*+"
    r"(?:#[ \t]+\S|[^\s<>#\n][^\n]*\n=+[ \t]*\r?(?:\n|\Z)|<h1\b)"
)
_OTHER_DATES = ("pubdate", "publishdate", "published", "created", "updated", "lastmod")
_POSTS = frozenset(("_posts", "_drafts"))


def is_excused(subject: Subject, key: str) -> bool:
    """Tell whether a post may do without a top-level key that its schema requires."""
    if is_chosen_by_hand(subject):
        return False
    folders = subject.file_name.parts[:-1]
    if key == "title" and subject.generator is Generator.OTHER:
        # Below other folders with an underscore Jekyll keeps data, pieces and collections.
        piece = any(name.startswith("_") and name not in _POSTS for name in folders)
        return piece or _HEADING.match(subject.post.body) is not None
    if key == "date" and subject.generator is Generator.HUGO:
        # A page outside of every section, or in none of posts, is no article.
        section = folders[folders.index("content") + 1 :] if "content" in folders else folders
        return not section or subject.top(*_OTHER_DATES) is not None or bool(subject.dated_name)
    return False
