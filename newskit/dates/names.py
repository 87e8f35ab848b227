"""The names under which generators and exporters write the day of a post."""

from __future__ import annotations

from typing import Final

DATE_KEYS: Final = (
    "date pubdate publishdate published date_published datepublished pub_date"
    " published_at publishedat published_on published_date publisheddate publish_date"
    " publication_date publicationdate post_date postdate posted posted_at date_posted"
    " release_date releasedate created created_at createdat date_created datecreated"
)
"""Keys of front matter in small letters, words joined by ``_`` or by nothing; the first counts."""
