"""Run in the peers' environment: `convert.py NAME` reads and writes JSON Lines.

A line in is {"id", "html"}; a line out is {"id", "markdown", "cpu"} or {"id", "error"}.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable


def converter(name: str) -> Callable[[str], str]:
    if name == "markdownify":
        from markdownify import markdownify

        return markdownify
    if name == "html-to-markdown":
        import html_to_markdown

        return lambda html: html_to_markdown.convert(html).content
    if name == "html2text":
        import html2text

        return html2text.html2text
    if name == "pandoc":
        import pypandoc

        return lambda html: pypandoc.convert_text(html, "gfm", "html", ["--wrap=none"])
    from newskit.config.convert import ConvertConfig, Profile, Semantics
    from newskit.convert.html import convert_html

    _, profile, semantics, proof = name.split("/")
    config = ConvertConfig(
        profile=Profile(profile), semantics=Semantics(semantics), verify=proof == "proved"
    )
    return lambda html: convert_html(html, config).markdown


def main() -> None:
    convert = converter(sys.argv[1])
    for line in sys.stdin:
        case = json.loads(line)
        started = time.process_time()
        try:
            answer = {"markdown": convert(case["html"])}
        except (Exception, RecursionError) as error:  # noqa: BLE001 - a peer may raise anything
            answer = {"error": type(error).__name__}
        answer |= {"id": case["id"], "cpu": time.process_time() - started}
        print(json.dumps(answer), flush=True)


main()
