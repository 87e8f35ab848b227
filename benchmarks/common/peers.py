"""An environment of its own for the tools newskit is compared with."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path

from benchmarks.common.data import WORK


def peer_python(name: str, packages: Sequence[str]) -> Path:
    """Return the Python of an environment under benchmarks/work/ that holds `packages`."""
    folder = WORK / "venvs" / name
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    stamp = folder / "packages.txt"
    wanted = "\n".join(packages)
    if not stamp.is_file() or stamp.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*command, *packages], check=True)
        stamp.write_text(wanted)
    return python


def node_packages(name: str, packages: Sequence[str]) -> Path | None:
    """Return the folder under benchmarks/work/ with packages of npm; None without npm."""
    if not shutil.which("npm"):
        return None
    folder = WORK / "node" / name
    stamp = folder / "packages.txt"
    wanted = "\n".join(packages)
    if not stamp.is_file() or stamp.read_text() != wanted:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text('{"private": true}\n')
        subprocess.run(["npm", "install", "--silent", *packages], cwd=folder, check=True)
        stamp.write_text(wanted)
    return folder


def versions(python: Path, packages: Sequence[str]) -> str:
    """Return ``name version`` of each package, as installed."""
    code = (
        "import sys\nfrom importlib.metadata import version\n"
        "print(', '.join(f'{name} {version(name)}' for name in sys.argv[1:]))"
    )
    done = subprocess.run(
        [str(python), "-c", code, *packages], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()
