"""What would change in a post, as a unified diff that `patch` takes."""

from __future__ import annotations

__all__ = ["unified"]


def unified(before: str, after: str, label: str) -> bytes:
    r"""Return the diff of two texts; lines end at LF alone, as they do for patch(1).

    Args:
        before: the text as it was; lone bytes as surrogate escapes.
        after: the text as it would be.
        label: the post, as the user named it.
    """
    from difflib import unified_diff

    name = label.lstrip("/")  # as git writes it; patch -p1 takes the first part away
    lines = unified_diff(_lines(before), _lines(after), _header(f"a/{name}"), _header(f"b/{name}"))
    whole = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(whole).encode("utf-8", "surrogateescape")


def _header(name: str) -> str:
    """A file's name as git writes it: in quotes with control characters, a tab behind spaces."""
    if any(char < " " or char in '"\\\x7f' for char in name):
        escaped = (
            f"\\{ord(char):03o}" if char < " " or char in '"\\\x7f' else char for char in name
        )
        return f'"{"".join(escaped)}"'
    return f"{name}\t" if " " in name else name


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
