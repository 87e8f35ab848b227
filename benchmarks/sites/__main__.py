"""Whole sites before and after conversion: python -m benchmarks.sites [--posts N] [--show N].

Samples of the archives' posts that conversion changes become a Jekyll site and a Hugo site, once
as they were and once as converted; the share of pages that show the same is printed.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path

from benchmarks.common.data import ROOT, archive_folder, posts
from benchmarks.common.report import Section
from benchmarks.sites.building import ENGINES, build, shown
from newskit.config.convert import ConvertConfig, Dialect, Profile
from newskit.convert.document import convert_body, guess_dialect
from newskit.convert.proof.verify import same
from newskit.read.parse import parse_bytes
from newskit.version import __version__

HERE = Path(__file__).parent
DIALECTS = {"jekyll": Dialect.KRAMDOWN, "hugo": Dialect.COMMONMARK}
PROFILES = {
    "jekyll": (Profile.PORTABLE, Profile.KRAMDOWN),
    "hugo": (Profile.PORTABLE, Profile.GFM),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A post's body before and after conversion."""

    path: Path
    before: str
    after: str


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sites", description=__doc__)
    parser.add_argument("--posts", type=int, default=400, help="changed posts a site")
    parser.add_argument("--show", type=int, default=20, help="unequal pages to explain")
    parser.add_argument("--all", action="store_true", help="posts of any dialect on both sites")
    options = parser.parse_args()
    section = Section("Pages that show the same", ("site", "profile", "posts", "same", "%"))
    unequal: list[str] = []
    for engine in ENGINES:
        if not shutil.which(engine):
            section.notes.append(f"{engine} is not installed.")
            continue
        for profile in PROFILES[engine]:
            pages = list(_pages(engine, profile, options.posts, any_dialect=options.all))
            wrong = _differing(engine, pages)
            right = len(pages) - len(wrong)
            share = f"{100 * right / max(1, len(pages)):.1f}"
            section.add(engine, profile.value, len(pages), right, share)
            unequal += [f"{engine}, {profile.value}: {text}" for text in wrong]
    today = datetime.now(UTC).date().isoformat()
    text = f"# Whole sites\n\nnewskit {__version__}; {today}.\n\n{section.text()}"
    results = HERE / "RESULTS.md"
    kept = results.read_text("utf-8") if results.is_file() else ""
    _, heading, by_hand = kept.partition("\n## What differs")
    results.write_text(text + heading + by_hand, "utf-8")
    print(text, *unequal[: options.show], sep="\n")


def _pages(engine: str, profile: Profile, count: int, *, any_dialect: bool) -> Iterator[Page]:
    """Yield posts that conversion changes, spread over the archives."""
    config = ConvertConfig(profile=profile, dialect=DIALECTS[engine])
    everything = posts(archive_folder())
    step = max(1, len(everything) // (count * 12))
    for path in everything[::step]:
        post = parse_bytes(path.name, path.read_bytes())
        # Template code would run.
        body = post.body.replace("{{", "{ {").replace("{%", "{ %")
        guessed = guess_dialect(post.body, path.relative_to(archive_folder()).as_posix())
        if "<" not in body or (guessed is not DIALECTS[engine] and not any_dialect):
            continue
        after = convert_body(body, config, post.body_format, path=path.name).markdown
        if after == body:
            continue
        yield Page(path, body, after)
        count -= 1
        if not count:
            return


def _differing(engine: str, pages: list[Page]) -> list[str]:
    """Build both sites; return what differs, a line a page."""
    with tempfile.TemporaryDirectory() as folder:
        sites = [
            build(
                Path(folder) / name,
                {f"p{place:05}": getattr(page, name) for place, page in enumerate(pages)},
                engine,
            )
            for name in ("before", "after")
        ]
    found: list[str] = []
    for place, page in enumerate(pages):
        one, other = (shown(site.get(f"p{place:05}", "")) for site in sites)
        if same(one, other):
            continue
        name = page.path
        if page.path.is_relative_to(ROOT):
            name = page.path.relative_to(ROOT)
        first = next((pair for pair in zip_longest(one, other) if pair[0] != pair[1]), ("", ""))
        found.append(f"{name}\n  before: {first[0]!r:.300}\n  after:  {first[1]!r:.300}")
    return found


if __name__ == "__main__":
    main()
