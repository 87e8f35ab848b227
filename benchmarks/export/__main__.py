"""Export and import of records, measured: python -m benchmarks.export [--rounds N] [--only NAME].

Prepares its data and the consumers' environment under benchmarks/work/, and writes RESULTS.md here.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from benchmarks.export import dates, profiles, speed, trip

RESULTS = Path(__file__).parent / "RESULTS.md"
SECTIONS = {
    "speed": speed.section,
    "trip": trip.section,
    "dates": dates.section,
    "profiles": profiles.section,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.export", description=__doc__)
    parser.add_argument("--only", action="append", choices=tuple(SECTIONS), help="this one alone")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of timing")
    options = parser.parse_args()
    # The posts lie in a folder that the project's .gitignore names.
    os.environ["NEWSKIT_READ_GITIGNORE"] = "false"
    texts = []
    for name in options.only or SECTIONS:
        texts.append(SECTIONS[name](options.rounds).text())
        print(texts[-1], flush=True)
    if not options.only:
        RESULTS.write_text("# Export: results\n\n" + "\n".join(texts), "utf-8")


if __name__ == "__main__":
    main()
