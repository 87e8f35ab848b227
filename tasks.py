"""Everyday tasks, each doing its own set-up.

    python3 tasks.py demo | test | coverage | branches | check | docs | consumers |
                     formatters | lowest | lock

Needs Python 3.11 or newer with venv, and PyPI; nothing else.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = Path(os.environ.get("NEWSKIT_VENV", ROOT / ".venv"))
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
CONSUMERS = ROOT / ".venv-consumers"  # tests/export looks for it there
DEMO = ROOT / "demo-output"


def demo(_: Sequence[str]) -> int:
    """Run the main job on examples/: validate, convert, strip, export; say where it all is."""
    _set_up("requirements.txt")
    posts = "examples/posts"
    shutil.rmtree(DEMO, ignore_errors=True)
    _newskit("validate", posts, expected=(0, 1))  # some examples are broken on purpose
    _newskit("convert", posts, "-o", "demo-output/markdown", expected=(0, 1))
    _newskit("strip", posts, "-o", "demo-output/stripped", expected=(0, 1))
    _newskit("export", "jsonl", posts, "-o", "demo-output/posts.jsonl", expected=(0, 1))
    _newskit(
        "export",
        "epub",
        posts,
        "-o",
        "demo-output/book",
        "--title",
        "newskit examples",
        "--split",
        "none",
        expected=(0, 1),
    )
    print("\nDone. What was made:")
    for name, what in (
        ("markdown", "the posts with Markdown bodies"),
        ("stripped", "the posts without trailing boilerplate"),
        ("posts.jsonl", "a record for each post, stripped and converted"),
        ("book", "an EPUB folder, ready to be packed"),
    ):
        print(f"  {DEMO / name}  {what}")
    return 0


def test(arguments: Sequence[str]) -> int:
    """Run the tests (arguments go to pytest)."""
    _set_up("requirements-dev.txt")
    workers = () if arguments else ("-n", "auto")
    return _run(str(BIN / "python"), "-m", "pytest", *workers, *arguments)


def coverage(arguments: Sequence[str]) -> int:
    """Run the tests (arguments go to pytest), then print lines and branches that none reached."""
    _set_up("requirements-dev.txt")
    workers = () if arguments else ("-n", "auto")
    tool = str(BIN / "coverage")
    _must(tool, "erase")
    failed = _run(tool, "run", "-m", "pytest", *workers, *arguments)
    _must(tool, "combine", "--quiet")
    return max(failed, _run(tool, "report"))


def branches(_: Sequence[str]) -> int:
    """Print which share of lines and branches of some packages their own unit tests reach."""
    _set_up("requirements-dev.txt")
    tool, packages = str(BIN / "coverage"), ("convert", "epub", "strip", "validate")
    _must(tool, "erase")
    tests = [f"tests/unit/{name}" for name in packages]
    failed = _run(tool, "run", "-m", "pytest", "-q", "-n", "auto", *tests)
    _must(tool, "combine", "--quiet")
    for name in packages:
        print(f"lines and branches of newskit/{name} reached, in %: ", end="", flush=True)
        failed |= _run(tool, "report", "--format=total", f"--include=newskit/{name}/*")
    return failed


def check(_: Sequence[str]) -> int:
    """Run the linters and the type checkers."""
    _set_up("requirements-dev.txt")
    commands = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("pyright",),
        ("lint-imports",),
    )
    return max(_run(str(BIN / command[0]), *command[1:]) for command in commands)


def docs(arguments: Sequence[str]) -> int:
    """Build the site of the documentation into site/, strictly (`docs --serve`: look at it)."""
    _set_up("requirements-dev.txt")
    verb = "serve" if "--serve" in arguments else "build"
    strict = () if verb == "serve" else ("--strict",)
    return _run(str(BIN / "zensical"), verb, "-f", "docs.yml", *strict)


def consumers(_: Sequence[str]) -> int:
    """Install what reads our records (datasets, duckdb …) in an environment for the tests."""
    requirements, python = "requirements-consumers.txt", CONSUMERS / BIN.name / "python"
    stamp = CONSUMERS / f".{requirements}.sha256"
    digest = hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return 0
    _set_up("requirements-dev.txt")
    print(f"Setting up {CONSUMERS} …", file=sys.stderr, flush=True)
    uv = (str(BIN / "uv"), "--quiet")
    _must(*uv, "venv", "--clear", "--python", sys.executable, str(CONSUMERS))
    install = ("pip", "install", "--python", str(python), "--require-hashes")
    _must(*uv, *install, "-r", requirements)
    stamp.write_text(digest)
    return 0


def formatters(_: Sequence[str]) -> int:
    """Install the formatters of Markdown (prettier, mdformat …) that tests/convert runs."""
    _set_up("requirements-dev.txt")
    return _run(str(BIN / "python"), "-m", "benchmarks.fidelity.formatters", "--install")


def lowest(arguments: Sequence[str]) -> int:
    """Run the tests with the oldest packages that pyproject.toml admits."""
    _set_up("requirements-dev.txt")
    environment = ROOT / ".venv-lowest"
    python = environment / BIN.name / "python"
    uv = (str(BIN / "uv"), "--quiet")
    _must(*uv, "venv", "--clear", str(environment))
    install = (*uv, "pip", "install", "--python", str(python))
    _must(*install, "--resolution", "lowest-direct", "-r", "pyproject.toml")
    # The tools that test need not be old.
    _must(*install, "--group", "dev")
    _must(*install, "--no-deps", "-e", ".")
    return _run(str(python), "-m", "pytest", "-n", "auto", *arguments)


def lock(_: Sequence[str]) -> int:
    """Write the lock files anew from pyproject.toml, for every platform."""
    _set_up("requirements-dev.txt")
    for name, source in (
        ("requirements.txt", ("pyproject.toml",)),
        ("requirements-dev.txt", ("pyproject.toml", "--group", "dev")),
        ("requirements-consumers.txt", ("--group", "consumers")),
    ):
        options = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-annotate")
        quiet = ("--no-header", "--quiet", "--upgrade", "--constraints", "constraints.txt")
        code = _run(str(BIN / "uv"), "pip", "compile", *options, *quiet, *source, "-o", name)
        if code:
            return code
    return 0


TASKS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": demo,
    "test": test,
    "coverage": coverage,
    "branches": branches,
    "check": check,
    "docs": docs,
    "consumers": consumers,
    "formatters": formatters,
    "lowest": lowest,
    "lock": lock,
}


def _set_up(requirements: str) -> None:
    """Make the virtual environment and install the locked packages, unless that is done."""
    stamp = ENVIRONMENT / f".{requirements}.sha256"
    digest = hashlib.sha256()
    for name in (requirements, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    if stamp.is_file() and stamp.read_text() == digest.hexdigest():
        return
    print(f"Setting up {ENVIRONMENT} …", file=sys.stderr, flush=True)
    if not BIN.is_dir():
        _must(sys.executable, "-m", "venv", str(ENVIRONMENT))
    pip = (str(BIN / "python"), "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    _must(*pip, "--require-hashes", "-r", requirements)
    _must(*pip, "--no-deps", "-e", ".")
    stamp.write_text(digest.hexdigest())


def _newskit(*arguments: str, expected: Sequence[int] = (0,)) -> None:
    print(f"\n$ newskit {shlex.join(arguments)}", flush=True)
    code = _run(str(BIN / "newskit"), *arguments)
    if code not in expected:
        sys.exit(f"newskit {arguments[0]} ended with {code}")


def _must(*command: str) -> None:
    if code := _run(*command):
        sys.exit(code)


def _run(*command: str) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (told in words, not by a syntax error)
        sys.exit("newskit needs Python 3.11 or newer")
    if len(sys.argv) < 2 or sys.argv[1] not in TASKS:
        sys.exit(__doc__)
    sys.exit(TASKS[sys.argv[1]](sys.argv[2:]))
