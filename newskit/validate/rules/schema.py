"""Rules of the JSON Schema that front matter is held against."""

from __future__ import annotations

from newskit.problem import Severity
from newskit.validate.rule import Finder, Repair, Rule

RULES = (
    Rule(
        "NK201",
        "missing-key",
        Severity.ERROR,
        Finder.SCHEMA,
        """A key that the schema requires is not there.

The place is the opening fence, or the key of the mapping that lacks it. Jekyll and Docusaurus make
a title of the file's name, and Hugo builds pages without a date: an info there, but for the date of
what lies in a section of posts, and for a schema that was chosen by hand.
""",
    ),
    Rule(
        "NK202",
        "wrong-type",
        Severity.ERROR,
        Finder.SCHEMA,
        """A value of another type than the schema wants.

    title: 2048
    tags: news

Where the site's generator makes of the value what was written, it is an info: the number 2048 as a
title, but not 0502, 1e3 or 1.10. The repair puts a number in quotes or one name in a list, which
reads as before; quoting a value that is read as true or false changes it and is unsafe.
""",
        repair=Repair.SAFE,
    ),
    Rule(
        "NK203",
        "unknown-key",
        Severity.ERROR,
        Finder.SCHEMA,
        """A key that a closed schema does not know.

Usually a misspelling; the closest known key is named.
""",
    ),
    Rule(
        "NK204",
        "not-allowed-value",
        Severity.ERROR,
        Finder.SCHEMA,
        """A value that is not among those the schema lists.
""",
    ),
    Rule(
        "NK205",
        "wrong-format",
        Severity.ERROR,
        Finder.SCHEMA,
        """A text that is not of the format the schema names.

Formats that assert: date, time, date-time, email, uri, uuid, json-pointer, and newskit's
jekyll-date, hugo-date and language-tag.
""",
    ),
    Rule(
        "NK206",
        "pattern-mismatch",
        Severity.ERROR,
        Finder.SCHEMA,
        """A text that does not match the schema's pattern.

Patterns are matched in linear time (RE2), so no schema can make newskit hang; look-around and
back-references are refused when the schema is loaded.
""",
    ),
    Rule(
        "NK207",
        "wrong-length",
        Severity.ERROR,
        Finder.SCHEMA,
        """A text that is empty, too short or too long for the schema.
""",
    ),
    Rule(
        "NK208",
        "out-of-range",
        Severity.ERROR,
        Finder.SCHEMA,
        """A number outside the schema's bounds.
""",
    ),
    Rule(
        "NK209",
        "wrong-item-count",
        Severity.ERROR,
        Finder.SCHEMA,
        """Too few or too many entries, or one that the schema asks for is missing.
""",
    ),
    Rule(
        "NK210",
        "repeated-item",
        Severity.ERROR,
        Finder.SCHEMA,
        """A list whose items shall differ holds one twice.
""",
    ),
    Rule(
        "NK211",
        "no-matching-alternative",
        Severity.ERROR,
        Finder.SCHEMA,
        """A value that fits none of the schema's alternatives, or too many of them.

The message is that of the alternative that comes closest.
""",
    ),
    Rule(
        "NK212",
        "forbidden-by-schema",
        Severity.ERROR,
        Finder.SCHEMA,
        """A value that another keyword of the schema forbids.

Such as not, if/then, dependentRequired or propertyNames.
""",
    ),
)
