"""The names of languages of code, as markup gives them."""

from __future__ import annotations

import re

from newskit.convert.conventions.nodes import Child, Node, words
from newskit.lazy import lazy
from newskit.markup.elements import names

KNOWN = frozenset(
    """
    abap abc abnf actionscript ada agda apache apacheconf apex apl applescript arduino arff armasm
    as3 asciidoc asm asp aspnet assembly astro autohotkey autoit awk bash basic bat batch
    batchfile bibtex bison blade brainfuck c c# c++ c++11 cc ceylon cfm cfml clike clj clojure
    cmake cmd cobol coffee coffee-script coffeescript coldfusion console cpp crystal csh
    csharp csp css csv cuda cxx cypher cython d dart dax delphi diff django docker dockerfile
    dos dot ebnf ecmascript eiffel ejs elisp elixir elm emacs-lisp erb erlang excel f# fish
    forth fortran fsharp gams gcode gdscript gherkin glsl gml gnuplot go golang gradle graphql
    graphviz groovy h haml handlebars haskell haxe hbs hcl hlsl hpp html htmlbars http hxml hy
    idl ini io irb j java javafx javascript jinja jinja2 jl jq js json json5 jsonc jsonld
    jsonnet jsp jsx jscript julia kotlin ksh kt latex ldif less lean liquid lisp livescript
    llvm log logo lua m4 makefile make markdown markup mason mathematica matlab md mdx mermaid
    meson metal mips mongodb mysql nasm nginx nim nix nsis objc objective-c objectivec ocaml
    octave opencl openscad org oz pascal patch perl pgsql php php-template plantuml plpgsql
    postgres postgresql postscript powershell prisma processing prolog promql properties proto
    protobuf ps1 pug puppet purebasic purescript py pycon python python2 python3 pytb q qml r
    racket rb rdoc reason regex rego rest restructuredtext rexx rhtml robotframework rs rst
    ruby rust sas sass scala scheme scss sed sh shell shell-session shellsession sml smali
    smalltalk smarty solidity sourcecode sparql splunk sql sqlite stan stylus svelte svg swift
    systemverilog tcl tcsh terraform tex textile thrift toml ts tsql tsx twig typescript
    typoscript vala vb vbnet vbscript verilog vhdl vim viml vimscript visualbasic vue wasm
    wolfram x86asm xaml xhtml xml xquery xslt yaml yml zig zsh""".split()  # noqa: SIM905
)
"""Names by which highlighters know languages (GitHub Linguist, Rouge, Pygments, highlight.js)."""

CODE_BLOCKS = names("pre listing xmp plaintext")
"""Elements of preformatted text."""

_BLOCK_NOTE = lazy(r"!--\s*wp:\S+\s+(\{.*\})\s*/?--\Z", re.DOTALL)
_NOTED = lazy(r'"(?:language|lang|codeLanguage|mode)"\s*:\s*"([^"]+)"')
_NAMED = lazy(r"(?:language|lang)[-:_]?(?<=[-:_])([\w#+.-]+)", re.IGNORECASE)
_SOURCE = lazy(r"(?:highlight-)?(source|text)-([\w#+.-]+)")
_SPHINX = lazy(r"highlight-([\w#+.-]+)")
_PREFIXED = lazy(r"(?:(?:mw-highlight-lang|hl|src)-|sh_)([\w#+.-]+)")
_BRUSH = lazy(r"brush\s*:\s*([\w#+.-]+)|(?<![\w-])lang\s*:\s*([\w#+.-]+)", re.IGNORECASE)
_STATED = (
    "data-lang", "data-language", "data-enlighter-language", "data-code-language",
    "data-code-lang", "data-programming-language", "data-ke-language", "data-mode",
    "data-syntax", "data-highlight-language", "data-prismjs-lang", "data-source-language",
    "language", "syntax", "data-code-block-lang",
)  # fmt: skip
_NONE = frozenset(
    [
        "none",
        "auto",
        "default",
        "plain",
        "nohighlight",
        "no-highlight",
        "undefined",
        "null",
        "generic",
        "unknown",
    ]
)
_HIGHLIGHTED = frozenset(
    [
        "highlight",
        "hljs",
        "prettyprint",
        "sourceCode",
        "syntax",
        "syntaxhighlighter",
        "sh_sourceCode",
        "prism",
        "shiki",
        "code",
        "codehilite",
        "sourcecode",
        "chroma",
        "rouge",
        "highlighter-rouge",
        "wp-block-code",
        "wp-block-preformatted",
        "programlisting",
        "screen",
    ]
)
_LANGUAGE = lazy(r"[A-Za-z0-9][\w#+.-]*\Z")


def from_scope(name: str) -> str:
    """Return the name of a language as a fence gives it; empty for none.

    Args:
        name: as the markup has it: a name, or the rest of a TextMate scope (`text-html-erb`).
    """
    name = name.strip().strip(";,").removeprefix(".").lower()
    return name if _LANGUAGE.match(name) and name not in _NONE else ""


def from_attributes(node: Node, *, own: bool) -> str:
    """Return the language that the attributes of an element name; empty for none.

    Args:
        node: the element.
        own: whether it is the code's own element: then one word may be a name by itself.
    """
    if not node.raw:
        return ""
    found = node.attributes
    text = found.get("class", "")
    if text and (language := _from_class(text, own=own)):
        return language
    for name in _STATED:
        if name in found and (language := from_scope(found[name])):
            return language
    if language := _from_brush(found.get("data-syntaxhighlighter-params", "")):
        return language
    stated = found.get("lang", "").lower()
    # `pre lang="go"` is GitHub's and GeSHi's; names that are also languages of people are those.
    if (
        own
        and stated in KNOWN
        and (len(stated) != 2 or stated in {"go", "js", "py", "rb", "rs", "md", "jl"})
    ):
        return stated
    return ""


def _from_class(text: str, *, own: bool) -> str:
    classes = text.split()
    for one in classes:
        match = _NAMED.fullmatch(one)
        if match and (language := from_scope(match[1])):
            return language
    if language := _from_brush(text):
        return language
    for one in classes:
        match = _SOURCE.fullmatch(one)
        if match:
            return from_scope(_of_scope(match[2]))
    for one in classes:
        match = _SPHINX.fullmatch(one) or _PREFIXED.fullmatch(one)
        # A template is called by both its languages (Pygments): `html+django`.
        if match and KNOWN & {match[1].lower(), match[1].lower().partition("+")[0]}:
            return match[1].lower()
        if match and match[1].lower() in {"ipython", "ipython2", "ipython3"}:
            return "python"
    known = [
        one.lower() for one in classes if one.lower() in KNOWN and one.lower() not in _HIGHLIGHTED
    ]
    if known and (own or not _HIGHLIGHTED.isdisjoint(classes)):
        return known[0]
    # A name that says there is no language is what renderers write back as a class.
    for one in classes if own else ():
        match = _NAMED.fullmatch(one)
        if match and match[1].lower() in _NONE:
            return match[1].lower()
    return ""


def _from_brush(text: str) -> str:
    """Return the language in the settings of SyntaxHighlighter or Crayon; empty for none."""
    match = _BRUSH.search(text)
    return from_scope(match[1] or match[2]) if match else ""


def _of_scope(scope: str) -> str:
    """Return the language of a TextMate scope: `html-basic` is html, `css-scss` is scss."""
    parts = scope.split("-")
    named = [part for part in parts if part not in {"basic", "source", "text"}]
    if not named:
        return ""
    if named[0] == "gfm":
        return "markdown"
    if named[-1] == "cs":
        return "csharp"
    return named[-1] if named[-1] in KNOWN else named[0]


def language_of(pre: Node) -> str:
    """Return the language of code, as its own elements or those around it alone name it."""
    code = next((one for one in pre.walk() if one.name == "code"), None)
    own = [one for one in (code, pre) if one is not None]
    for node in own:
        if found := from_attributes(node, own=True):
            return found
    node = pre
    for _ in range(5):
        parent = node.parent
        if parent is None or parent.name in {
            "body",
            "article",
            "main",
            "section",
            "li",
            "blockquote",
        }:
            break
        if any(one is not node and not is_beside(one) for one in parent.content()):
            break
        if found := from_attributes(parent, own=False):
            return found
        node = parent
    return language_noted(node) or language_noted(pre)


def is_beside(child: Child) -> bool:
    """Tell whether something beside code in its box is a label of it, not content."""
    if isinstance(child, str):
        return False
    if child.name in {"button", "figcaption", "style", "script", "textarea"}:
        return True
    text = words(child)
    return (
        len(text) < 60
        and (not text or child.name not in CODE_BLOCKS)
        and child.first(*CODE_BLOCKS) is None
    )


def language_noted(node: Node) -> str:
    """Return the language in the comment of the block editor right before an element."""
    parent = node.parent
    if parent is None:
        return ""
    for place in range(node.index() - 1, -1, -1):
        child = parent.children[place]
        if isinstance(child, str):
            if child.strip():
                return ""
        elif child.name:
            return ""
        elif found := _BLOCK_NOTE.match(child.other):
            language = _NOTED.search(found[1])
            return from_scope(language[1]) if language else ""
    return ""
