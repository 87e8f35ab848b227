"""`[read]`: which files are posts and what is refused."""

from __future__ import annotations

from newskit.frozen import dataclass, field

MARKDOWN_ENDINGS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".mdwn")
POST_ENDINGS = (*MARKDOWN_ENDINGS, ".html", ".htm", ".txt")
POST_PATTERNS = tuple(f"*{ending}" for ending in POST_ENDINGS)


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """Which files are posts and what is refused."""

    include: tuple[str, ...] = field(
        default=POST_PATTERNS,
        metadata={"help": "Patterns (as in .gitignore) of the files a folder walk takes."},
    )
    exclude: tuple[str, ...] = field(
        default=(),
        metadata={"help": "Patterns (as in .gitignore) that a folder walk leaves out."},
    )
    force_exclude: bool = field(
        default=False,
        metadata={"help": "Leave out excluded files even when they are named on the command line."},
    )
    site: bool = field(
        default=True,
        metadata={"help": "Work on the posts and pages of a site alone, and pass over the rest."},
    )
    gitignore: bool = field(
        default=True,
        metadata={"help": "Honour .gitignore and .newskitignore files in folder walks."},
    )
    hidden: bool = field(
        default=False,
        metadata={"help": "Also walk files and folders whose name starts with a dot."},
    )
    max_bytes: int = field(
        default=256 * 1024 * 1024,
        metadata={"help": "Largest file that is read, in bytes; a larger one is a finding."},
    )
    max_expansion: int = field(
        default=200,
        metadata={
            "help": "How many times its size a compressed file may expand beyond 16 MB; 0: without"
            " limit."
        },
    )
    max_front_matter_bytes: int = field(
        default=64 * 1024,
        metadata={"help": "Largest front matter that is parsed, in bytes of UTF-8."},
    )
