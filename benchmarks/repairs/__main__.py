"""Repairs beside those of the owners: python -m benchmarks.repairs REPOSITORY... [--show KIND].

Each repository is a folder with a git history. What newskit makes of a broken version, with the
posts beside it in a temporary folder, is compared with what its owner made of it: *equal* (every
value), *same words* (the same keys with the same letters, where the owner wrote a hyphen for a
colon or took quotes off), *rewritten* (the owner wrote other words, nothing can be said), *other*,
or *left* (named, not repaired). Repositories are halved by the checksum of their names: rules were
chosen on half a and scored on half b.
"""

from __future__ import annotations

import argparse
import tempfile
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from benchmarks.repairs.history import Pair, Repository, letters, pairs
from newskit.config.model import ReadConfig
from newskit.config.validate import ValidateConfig
from newskit.read.parse import parse_bytes
from newskit.validate.repair.apply import Mending, mend_post

_CONFIG = ValidateConfig(select=("NK1", "NK312"), archive=False)
_BROKEN = frozenset(("NK103", "NK104", "NK105"))


def main() -> None:
    """Print a table for each half."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repositories", type=Path, nargs="+")
    parser.add_argument("--show", default="", help="print the pairs of this outcome")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for folder in options.repositories:
        repository = Repository(folder)
        half = "ab"[zlib.crc32(repository.name.encode()) % 2]
        for pair in pairs(repository):
            for how in ("safe", "offered"):
                after, outcome = compared(repository, pair, unsafe=how == "offered")
                codes = ",".join(sorted({one.code for one in after.repaired})) or "none"
                counts[f"{half} {how}"][outcome] += 1
                counts[f"{half} {how} {codes}"][outcome] += 1
                if options.show == outcome:
                    print(f"{how}: {pair.repository} {pair.commit[:8]} {pair.path} {codes}")
    for name, outcomes in sorted(counts.items()):
        print(f"| {name} | {', '.join(f'{key} {n}' for key, n in outcomes.most_common())} |")


def compared(repository: Repository, pair: Pair, *, unsafe: bool) -> tuple[Mending, str]:
    """Repair a broken version among its neighbours, and compare it with its owner's."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for beside, data in repository.beside(pair.commit, pair.path):
            (folder / beside).write_bytes(data)
        file = folder / Path(pair.path).name
        file.write_bytes(pair.before)
        post = parse_bytes(str(file), pair.before)
        after = mend_post(post, _CONFIG, ReadConfig(), unsafe=unsafe)
    if after.post.text == post.text:
        return after, "left"
    if any(one.code in _BROKEN for one in after.examined.problems):
        return after, "partly"
    own = parse_bytes(pair.path, pair.after).front_matter.values
    return after, _outcome(pair, dict(after.post.front_matter.values), dict(own))


def _outcome(pair: Pair, ours: dict[str, Any], own: dict[str, Any]) -> str:
    differ = [key for key in ours.keys() | own.keys() if _plain(ours, key) != _plain(own, key)]
    if not differ:
        return "equal"
    wrong = [key for key in differ if not _same_words(ours, own, key)]
    if not wrong:
        return "same words"
    before = letters(pair.before.decode("utf-8", "replace")[:9000])
    after = letters(pair.after.decode("utf-8", "replace")[:9000])
    rewritten = all(
        letters(_flat(own[key])) not in before or key not in pair.before.decode("utf-8", "replace")
        if key in own
        else letters(_flat(ours[key])) not in after
        for key in wrong
    )
    return "rewritten" if rewritten and not pair.pure else "other"


def _plain(values: dict[str, Any], key: str) -> object:
    value = values.get(key)
    return " ".join(value.split()) if isinstance(value, str) else value


def _same_words(ours: dict[str, Any], own: dict[str, Any], key: str) -> bool:
    if key not in ours or key not in own or _kind(ours[key]) != _kind(own[key]):
        return False
    return letters(_flat(ours[key])) == letters(_flat(own[key]))


def _kind(value: object) -> str:
    return type(value).__name__ if isinstance(value, (list, dict)) else "scalar"


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{key} {_flat(child)}" for key, child in value.items())
    if isinstance(value, list):
        return " ".join(map(_flat, value))
    return "" if value is None else str(value)


if __name__ == "__main__":
    main()
