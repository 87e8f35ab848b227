"""Settings of stripping: the ``[strip]`` section of the configuration, and its rules."""

from __future__ import annotations

from enum import StrEnum

from newskit.frozen import dataclass, field, setting


class Kind(StrEnum):
    """What trailing boilerplate is."""

    NAV = "nav"
    SHARE = "share"
    SOURCE = "source"
    CREDIT = "credit"
    SUBSCRIBE = "subscribe"
    LEGAL = "legal"
    TAGS = "tags"
    RELATED = "related"
    STAMP = "stamp"


class On(StrEnum):
    """What a rule's expression is matched on."""

    TEXT = "text"
    SOURCE = "source"


class Where(StrEnum):
    """When a matching block goes."""

    TAIL = "tail"
    RUN = "run"
    HEAD = "head"


class RuleState(StrEnum):
    """Whether a rule is applied; only a person rejects one."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Ends(StrEnum):
    """Which ends of a post are stripped."""

    HEAD = "head"
    TAIL = "tail"
    BOTH = "both"


class Keep(StrEnum):
    """Where removed text is kept so that it can be put back."""

    SIDECAR = "sidecar"
    KEY = "key"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What learning saw of a rule."""

    posts: int = setting(0, "Posts that end with it.")
    of: int = setting(0, "Posts looked at.")
    tail_share: float = setting(0.0, "Share of its occurrences that are in the tail, 0 to 1.")
    first: str = setting("", "The first post that ends with it.")
    last: str = setting("", "The last post that ends with it.")


@dataclass(frozen=True, slots=True)
class StripRule:
    """One rule: what a block at the end of a post looks like when it is boilerplate."""

    id: str = setting("", "Name of the rule in reports.")
    kind: Kind = setting(Kind.NAV, "What the block is.")
    match: str = setting(
        "", "RE2 expression for the whole block; groups named after front matter keys are lifted."
    )
    on: On = setting(
        On.TEXT, "What is matched: the text as read (links as `[text](url)`) or the source."
    )
    where: Where = setting(
        Where.TAIL,
        "tail: goes at the end; run: only beside another removed block; head: a "
        "heading that goes with the list of links or images below it.",
    )
    lift: dict[str, str] = field(
        default_factory=dict[str, str],
        metadata={
            "help": 'Front matter key to group: "name", "text(name)", "url(name)", "date(name)".'
        },
    )
    state: RuleState = setting(RuleState.ACCEPTED, "Only accepted rules are applied.")
    reviewed: bool = setting(
        True, "A person has looked at the rule; learning leaves it alone then."
    )
    evidence: Evidence = field(
        default_factory=Evidence, metadata={"help": "What learning saw of it."}
    )
    samples: tuple[str, ...] = setting((), "Up to three posts that end with it.")
    examples: tuple[str, ...] = setting(
        (), "Up to three blocks that it takes, as a reader sees them."
    )
    near: str = setting("", "The most similar block that is kept.")
    sites: tuple[str, ...] = setting(
        (),
        "Of a head: the sites that the links below it must lead to, for the list to go "
        'where nothing else goes below it; "" is the archive itself.',
    )


@dataclass(frozen=True, slots=True)
class StripConfig:
    """What is stripped from the end of posts, and what becomes of it."""

    builtin: bool = setting(True, "Apply the built-in rules of all languages.")
    rules: tuple[StripRule, ...] = setting((), "Rules of this archive ([[strip.rules]]).")
    rules_files: tuple[str, ...] = setting((), "Files of rules, as --learn writes them.", path=True)
    where: Ends = setting(
        Ends.TAIL,
        "Which end is stripped: tail, head (lines at the top that name the source, the "
        "author or the translator) or both.",
    )
    max_share: float = setting(
        0.4,
        "Largest share of a post's text that may go unless a reviewed rule covers it, 0 to 1.",
        most=1.0,
    )
    facts: bool = setting(True, "Write facts found in removed text into the front matter.")
    keys: dict[str, str] = field(
        default_factory=dict[str, str],
        metadata={"help": 'Front matter key to use for a fact; "" leaves the fact out.'},
    )
    keep: Keep = setting(
        Keep.SIDECAR, "Where removed text is kept for --undo: sidecar, key or nothing."
    )
