"""Keys that posts really have, and which of them a misspelt one is meant to be."""

from __future__ import annotations

from functools import lru_cache

from newskit.suggest import distance
from newskit.wordlist import wordlist

# Keys with a meaning in Jekyll, Hugo, Zola, Hexo, Pelican, Eleventy, Docusaurus or Astro.
_READ = (
    *("title", "date", "layout", "permalink", "published", "categories", "category", "tags"),
    *("excerpt", "description", "summary", "draft", "slug", "author", "authors", "aliases"),
    *("keywords", "lastmod", "publishdate", "expirydate", "weight", "comments", "updated"),
    *("modified", "template", "redirect_from", "subtitle", "image", "status"),
)
# Names that are near one of those and right in themselves.
_NEAR = (
    *("tag", "link", "links", "images", "state", "dates", "data", "author_", "titles", "text"),
    *wordlist(
        """
        draft drafts slugs comment template templates excerpts aliased alias
        """
    ),
    *("published_at", "layouts", "publish", "publisher", "update", "updates", "modify", "autor"),
    *wordlist(
        """
        descriptions statuses update permalinks mage plugs keyword late gate
        """
    ),
    *wordlist(
        """
        rate note weights height stats tile tiles table name names stage
        """
    ),
    *("auteur", "datum", "titre", "taxs", "tasks", "tools", "status_", "times", "type", "types"),
    *wordlist(
        """
        describe summaries created publication publications content contents place
        """
    ),
    *wordlist(
        """
        kind lead items item team teams event events video videos code
        """
    ),
    *("dark", "page", "pages", "tabs", "bags", "flags", "lags", "taps", "tops", "teaser", "title_"),
)
KNOWN_KEYS = frozenset(_READ) | frozenset(_NEAR)
READ_KEYS = frozenset(_READ)
"""Keys that a site generator reads."""

LIST_KEYS = frozenset(
    (*("tags", "categories", "authors", "aliases", "keywords", "topics", "redirect_from"),)
)
"""Keys whose values are lists, or one name that stands for a list of one."""

DATE_KEYS = frozenset(
    (*("date", "lastmod", "publishdate", "expirydate", "updated", "modified", "published_at"),)
)
"""Keys whose values are dates."""

LATER_KEYS = ("lastmod", "last_modified_at", "modified", "updated", "expirydate")
"""Keys whose dates are after the day of publication."""

TEXT_KEYS = frozenset(
    (*("title", "subtitle", "headline", "description", "summary", "excerpt", "deck", "kicker"),)
)
"""Keys whose values are texts for people to read."""


@lru_cache(maxsize=2048)
def misspelling_of(key: str) -> str | None:
    """Return the key that `key` is one slip from (two from ten letters on), or None."""
    folded = key.lower()
    if folded in KNOWN_KEYS or not folded.isalpha():
        return None
    limit = 2 if len(folded) >= 10 else 1
    for known in _READ:
        if abs(len(known) - len(folded)) > limit or known[0] not in folded[:2]:
            continue
        if 0 < distance(folded, known, limit) <= limit:
            return known
    return None
