"""`newskit cache`."""

from __future__ import annotations

from newskit.cli import options as shared
from newskit.cli.guard import EXIT_CLEAN
from newskit.cli.messages import print_note
from newskit.cli.settings import project_folder, settings

EPILOG = """\b
Examples:
  newskit cache clean
"""


def clean(
    config_file: shared.ConfigFile = None,
    isolated: shared.Isolated = False,
) -> int:
    """Delete what newskit remembers of this project's files."""
    from newskit.jobs.cache_file import CACHE_FOLDER, clean_cache

    folder = project_folder(settings(config_file, isolated=isolated))
    there = clean_cache(folder)
    print_note(f"{folder / CACHE_FOLDER}: {'deleted' if there else 'nothing to delete'}")
    return EXIT_CLEAN
