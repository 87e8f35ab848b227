"""The names that pages give their `<meta>` elements, by fact, the surest first.

From Open Graph and its `article` vocabulary, Dublin Core, Highwire Press (citation), Parse.ly,
Sailthru, Cxense, rNews and what publishers use beside them; compared in small letters.
"""

from __future__ import annotations

from typing import Final

from newskit.wordlist import wordlist

DATE_PUBLISHED: Final = wordlist(
    """
    article:published_time og:article:published_time datepublished date_published dc.date.issued
    dcterms.issued dc.date.created dcterms.created dc.date dcterms.date dc.date.publication
    dc.created dc.issued citation_publication_date citation_date citation_online_date
    parsely-pub-date sailthru.date pubdate pub_date publishdate publish-date publish_date
    publication_date publication-date article.published article_date_original article.created
    published_time_telegram rnews:datepublished cxenseparse:recs:publishtime
    cxenseparse:publishtime og:published_time og:pubdate og:release_date article:publish_date
    article:publication_date originalpublicationdate ptime pdate
    shareaholic:article_published_time vr:published_time published date created creation_date
    timestamp displaydate prism.publicationdate lastupdate:published
    """
)
DATE_MODIFIED: Final = wordlist(
    """
    article:modified_time og:article:modified_time og:updated_time article:updated_time
    datemodified dc.date.modified dcterms.modified dc.modified lastmod last-modified lastmodified
    modified revised updated article:updated date.updated
    """
)
AUTHORS: Final = wordlist(
    """
    citation_author parsely-author author dc.creator dcterms.creator dc.creator.author dc.author
    byl byline sailthru.author article:author_name article:author:name rnews:author authors
    creator article.author vr:author shareaholic:article_author_name cxenseparse:author og:author
    og:article:author article:author book:author twitter:data1
    """
)
TITLES: Final = wordlist(
    """
    og:title citation_title parsely-title sailthru.title rnews:headline dc.title dcterms.title
    twitter:title title headline fb_title cxenseparse:title
    """
)
DESCRIPTIONS: Final = wordlist(
    """
    description og:description dc.description dcterms.abstract dcterms.description
    dc.description.abstract abstract twitter:description sailthru.description citation_abstract
    """
)
SECTIONS: Final = wordlist(
    """
    article:section og:article:section parsely-section cxenseparse:category section category
    dc.type.section sailthru.section
    """
)
TAGS: Final = (
    "article:tag",
    "og:article:tag",
    "parsely-tags",
    "keywords",
    "news_keywords",
    "citation_keywords",
    "dc.subject",
    "dcterms.subject",
    "sailthru.tags",
    "dc.keywords",
    "rnews:keywords",
    "tags",  # Pelican's HTML
)
LANGUAGES: Final = wordlist(
    """
    content-language language dc.language dcterms.language citation_language og:locale lang
    """
)
PICTURES: Final = wordlist(
    """
    og:image:secure_url og:image og:image:url twitter:image twitter:image:src parsely-image-url
    sailthru.image.full thumbnail image
    """
)
PUBLISHERS: Final = wordlist(
    """
    og:site_name citation_journal_title dc.publisher dcterms.publisher publisher application-name
    copyright
    """
)
ADDRESSES: Final = (
    "og:url",
    "parsely-link",
    "citation_public_url",
    "twitter:url",
    "cxenseparse:url",
)
