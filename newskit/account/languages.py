"""The language of code, as highlighters and site generators write it into HTML."""

from __future__ import annotations

import re

from newskit.account.tokens import names
from newskit.lazy import lazy

_NAMED = ("data-lang", "data-language", "data-enlighter-language", "data-code-language")
_CLASS = lazy(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight-text|sourcecode|code)[-:]"
    r"([a-zA-Z][\w+#.-]*|c)|(?:brush|lang)\s*:\s*([\w+#-]+))",
    re.IGNORECASE,
)
_HIGHLIGHTED = lazy(r"(?:^|\s)(?:highlight|hljs|sourceCode|prettyprint|codehilite|brush:)\b")
_NEXT = lazy(r"(?:^|\s)(?:highlight|hljs|sourceCode)\s+([a-zA-Z][\w+#-]*)")
_NONE = names(
    "text txt plain plaintext none nohighlight no-highlight nohljs auto default output "
    "numbersource highlighter highlight hljs copyable linenums line-numbers wrap undefined null"
)
_SAME = {
    "js": "javascript", "jsx": "javascript", "node": "javascript", "es6": "javascript",
    "ts": "typescript", "py": "python", "python3": "python", "rb": "ruby", "sh": "shell",
    "bash": "shell", "zsh": "shell", "console": "shell", "shellsession": "shell",
    "shell-session": "shell", "sh-session": "shell", "yml": "yaml", "cs": "csharp",
    "c#": "csharp", "c++": "cpp", "cc": "cpp", "objc": "objective-c", "objectivec": "objective-c",
    "md": "markdown", "golang": "go", "rs": "rust", "ps1": "powershell", "ps": "powershell",
    "docker": "dockerfile", "hs": "haskell", "tex": "latex", "htm": "html", "xhtml": "html",
    "html-basic": "html", "vb": "vbnet", "kt": "kotlin", "pl": "perl", "viml": "vim",
    "text-html-basic": "html", "json5": "json", "jsonc": "json", "f#": "fsharp", "fs": "fsharp",
}  # fmt: skip


def code_language(name: str, attributes: dict[str, str]) -> str:
    """Return the language that the attributes of an element around code say, or nothing.

    Args:
        name: the element.
        attributes: its attributes.
    """
    for attribute in _NAMED:
        if found := attributes.get(attribute, "").strip():
            return _clean(found)
    classes = attributes.get("class", "")
    if classes:
        if (match := _CLASS.search(classes)) is not None:
            return _clean(match[1] or match[2])
        if (match := _NEXT.search(classes)) is not None:
            return _clean(match[1])
    if name in {"pre", "code"} and (found := attributes.get("lang", "").strip()):
        return _clean(found)
    return ""


def _clean(language: str) -> str:
    language = (
        language.split(maxsplit=1)[0].rstrip(";,").removeprefix("language-").removeprefix("lang-")
    )
    return "" if language.lower() in _NONE or len(language) > 40 else language


def same_language(one: str, other: str) -> bool:
    """Tell whether two names are those of one language: ``js`` and ``javascript`` are."""
    one, other = one.lower(), other.lower()
    return one == other or _SAME.get(one, one) == _SAME.get(other, other)
