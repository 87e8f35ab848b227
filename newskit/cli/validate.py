"""`newskit validate`."""

from __future__ import annotations

from newskit.cli import options as shared
from newskit.cli.check_options import CheckOptions
from newskit.cli.groups import given, grouped
from newskit.cli.guard import guarded

__all__ = ["validate"]

EPILOG = """\b
Examples:
  newskit validate posts/                          with the schema the posts call for
  newskit validate posts/ --fix                    repair what can be repaired safely
  newskit validate posts/ --schema news.json       with your own JSON Schema
  newskit validate post.md --output-format full    with the line and a caret
  newskit validate posts/ --statistics             how often each rule finds something
  newskit export jsonl posts | newskit validate -  records too
  newskit rule NK121                               what a code means
"""


@guarded
@grouped
def validate(
    paths: shared.Paths,
    *,
    asked: CheckOptions,
    sharing: shared.ClusterOptions,
    common: shared.Common,
) -> int:
    """Check front matter against a JSON Schema, and posts for what real archives break.

    Every problem is one line on standard output, ``path:line:column: CODE message``.
    """
    from newskit.cli.checking import Request, carry_out

    options = {**given(asked), **given(sharing), **given(common)}
    return carry_out(Request(tuple(paths), **options))
