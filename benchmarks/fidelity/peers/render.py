"""Run in the renderers' environment: `render.py NAME` reads and writes JSON Lines.

A line in is {"id", "markdown"}; a line out is {"id", "html"}, null where the renderer failed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable

# Of a language whose colours it does not know, pandoc says the name on the outer element.
_PANDOC_CODE = re.compile(r'<pre class="([^"\s]+)"><code>')


def renderer(name: str) -> Callable[[str], str]:
    if name == "markdown-it-py":
        from markdown_it import MarkdownIt
        from mdit_py_plugins.tasklists import tasklists_plugin

        parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 20_000})
        parser.enable(["table", "strikethrough"]).use(tasklists_plugin)
        parser.validateLink = lambda _: True
        return parser.render
    if name == "mistune":
        import mistune

        html = mistune.HTMLRenderer(escape=False, allow_harmful_protocols=True)
        return mistune.create_markdown(
            renderer=html, plugins=["table", "strikethrough", "task_lists"]
        )
    if name == "pulldown-cmark":
        import pyromark

        options = pyromark.Options
        chosen = options.ENABLE_TABLES | options.ENABLE_STRIKETHROUGH | options.ENABLE_TASKLISTS
        return lambda text: pyromark.html(text, options=chosen)
    if name == "comrak":
        import comrak

        extensions = comrak.ExtensionOptions()
        extensions.table = extensions.strikethrough = extensions.tasklist = True
        options = comrak.RenderOptions()
        setattr(options, "unsafe_" if hasattr(options, "unsafe_") else "unsafe", True)
        return lambda text: comrak.render_markdown(
            text, extension_options=extensions, render_options=options
        )
    if name == "pandoc":
        import pypandoc

        gfm = "gfm+raw_html-autolink_bare_uris-tex_math_dollars"
        options = ["--wrap=none", "--preserve-tabs"]
        return lambda text: _PANDOC_CODE.sub(
            r'<pre><code class="language-\1">', pypandoc.convert_text(text, "html", gfm, options)
        )
    import cmarkgfm
    from cmarkgfm.cmark import Options

    extensions = ["table", "strikethrough", "tasklist"]
    extensions += ["autolink"] if name == "cmark-gfm, autolinks" else []
    return lambda text: cmarkgfm.markdown_to_html_with_extensions(
        text, options=Options.CMARK_OPT_UNSAFE, extensions=extensions
    )


def main() -> None:
    render = renderer(sys.argv[1])
    for line in sys.stdin:
        case = json.loads(line)
        try:
            html = render(case["markdown"])
        except (Exception, RecursionError):  # noqa: BLE001 - a renderer may raise anything
            html = None
        print(json.dumps({"id": case["id"], "html": html}), flush=True)


main()
