"""`newskit review`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

from newskit.cli import guard
from newskit.cli import options as shared
from newskit.cli.commands import Option
from newskit.cli.guard import EXIT_CLEAN
from newskit.cli.settings import Inputs, archive_name
from newskit.cli.terminal import counted, print_note
from newskit.config.model import Config, find_config
from newskit.config.strip import StripRule
from newskit.errors import UsageError
from newskit.messages import to_utf8
from newskit.read.source import Source
from newskit.review.desk import Desk, writable

EPILOG = """\b
Examples:
  newskit review posts/                        opens a page of this machine in the browser
  newskit review posts/ --rules rules.toml     decides on the rules of this file
  newskit review posts/ --no-browser --port 8123
"""

_RULES = "newskit-rules.toml"
_NEEDED = ("starlette", "tomlkit", "uvicorn")


def review(
    paths: shared.Paths,
    *,
    rules: Annotated[
        Path | None,
        Option(
            "--rules",
            metavar="FILE",
            help="The file of strip rules; new proposals are added to it.",
            show_default="the first of rules-files, or newskit-rules.toml",
        ),
    ] = None,
    learn: Annotated[
        bool, Option("--learn/--no-learn", help="Propose strip rules from the posts.")
    ] = True,
    port: Annotated[
        int, Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 0,
    browser: Annotated[
        bool, Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
    common: shared.Common,
) -> int:
    """Decide on proposals in a local page in your browser.

    They are strip rules, differences of conversions, near-duplicates and unsafe repairs. A
    decision is written when it is made: to newskit.toml, to the file of rules or to the post.
    Each can be undone, in a later run too (.newskit-review.jsonl). Ctrl-C ends it.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"review needs {', '.join(missing)}", hint="pip install 'newskit[review]'")
    if "-" in paths:
        raise UsageError("decisions are written to files", hint="name files or folders, not -")
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        _bind(listening, port)  # before the posts are read: that may take minutes
        desk = _desk(paths, common, rules, learn=learn)
        return _serve(desk, archive_name(paths[0]), listening, browser=browser)


def _bind(listening: socket.socket, port: int) -> None:
    """Take the port, so that nobody else does while the posts are read."""
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()  # a browser may ask before the server answers
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be used: {error.strerror or error}", hint="name another --port"
        ) from error


def _desk(paths: list[str], common: shared.Common, rules: Path | None, *, learn: bool) -> Desk:
    """Look at the archive and return what waits."""
    from newskit.review.gather import Gathered, gather
    from newskit.review.journal import Journal

    config, inputs = common.config(), common.inputs(paths)
    settings = _settings_file(common, config)
    listed = config.strip.rules_files
    file = rules or (Path(listed[0]) if listed else settings.parent / _RULES)
    _check_place(settings, settings.parent, named=common.config_file is not None)
    _check_place(file, settings.parent, named=rules is not None)
    known = _known_rules(inputs, config, file, learn=learn, quiet=common.quiet)
    gathered = Gathered()
    outcomes = gather(
        lambda: _files(inputs, config), config, known, gathered, jobs=common.processes
    )
    for _ in inputs.shown(outcomes, "reading", config):
        pass
    for failed in gathered.failed:
        print_note(failed)
    journal = Journal(settings.parent, writable(paths, config.read, settings, file))
    return Desk(config, settings, file, paths, gathered, journal)


def _check_place(file: Path, folder: Path, *, named: bool) -> None:
    """Refuse a file outside of the archive that its settings, or a link in it, lead to."""
    from newskit.files import inside

    if not named and not inside(file, folder):
        raise UsageError(
            f"{file}: leads out of {folder.absolute()}", hint="name it with --rules or --config"
        )


def _settings_file(common: shared.Common, config: Config) -> Path:
    """Return the file that settings are written to: the one that was read, or a new one."""
    if common.isolated:
        return Path("newskit.toml")
    found = common.config_file or find_config(Path.cwd())
    return found if found is not None else Path(config.folder or ".") / "newskit.toml"


def _files(inputs: Inputs, config: Config) -> Iterator[Source]:
    """Yield the posts that are files of their own: decisions cannot be written into records."""
    passed = 0
    for source in inputs.sources(config):
        if source.data is None:
            yield source
        else:
            passed += 1
    if passed:
        print_note(f"passed over: {counted(passed, 'post')} that are not files of their own")


def _known_rules(
    inputs: Inputs, config: Config, file: Path, *, learn: bool, quiet: bool
) -> tuple[StripRule, ...]:
    """Return the rules of the file, with what is learned now added to it."""
    from newskit.files import write_atomic
    from newskit.jobs.stages import read_rule_file, rule_text
    from newskit.jobs.strip import learn_rules
    from newskit.strip.rulefile import format_rules

    old = read_rule_file(file) if file.exists() else ()
    if not learn:
        return old
    names = {rule.id for rule in old} | {rule.match for rule in old}

    def sources() -> Iterator[Source]:
        files = (one for one in inputs.sources(config) if one.data is None)
        return inputs.shown(files, "learning what ends the posts", config)

    found = learn_rules(sources, config, old)
    new = tuple(one for one in found if one.id not in names and one.match not in names)
    if new:
        text = f"{rule_text(file).rstrip()}\n\n" if old else ""
        fresh = format_rules(new)
        if old:  # the head is there
            fresh = fresh[fresh.index("[[rules]]") :]
        write_atomic(file, to_utf8(text + fresh))
        if not quiet:
            print_note(f"{counted(len(new), 'new rule')} in {file}")
    return (*old, *new)


def _serve(desk: Desk, title: str, listening: socket.socket, *, browser: bool) -> int:
    """Answer the page until Ctrl-C; the address is a secret that only this machine can use."""
    import secrets

    import uvicorn

    from newskit.review.app import make_app

    bound: int = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    address = f"http://127.0.0.1:{bound}/{token}/"
    app = make_app(desk, token, bound, title)
    settings = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, lifespan="off"
    )
    server = uvicorn.Server(settings)
    print_note(f"{counted(desk.gathered.posts, 'post')} looked at. Decide at {address}")
    print_note("Ctrl-C ends it; what is decided is on disk.")
    if browser:
        import webbrowser

        webbrowser.open(address)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    guard.expected()
    decided = counted(len(desk.journal.decided()), "decision")
    print_note(f"{counted(desk.gathered.posts, 'post')}: {decided} in {desk.journal.path}")
    return EXIT_CLEAN
