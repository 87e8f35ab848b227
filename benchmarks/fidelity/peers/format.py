"""Formats the Markdown of the working folder with mdformat, file by file.

Given many files, mdformat ends at the first that it cannot format, and leaves those behind it.
"""

from pathlib import Path

from mdformat._cli import run

for path in sorted(Path().glob("*.md")):
    run([str(path)])
