"""What is imported or worked out when it is first used."""

from __future__ import annotations

import subprocess
import sys

from newskit.lazy import StandIn


def test_a_stand_in_is_there_for_a_while() -> None:
    with StandIn("newskit_no_such_module", answer=42):
        import newskit_no_such_module  # type: ignore[import-not-found]

        assert newskit_no_such_module.answer == 42
    assert "newskit_no_such_module" not in sys.modules


def test_a_module_that_is_there_has_none() -> None:
    with StandIn("json", answer=42):
        import json

        assert json.loads("[1]") == [1]
    assert sys.modules["json"] is json


def test_what_the_parser_logs_is_logged() -> None:
    code = (
        "import sys\n"
        "from newskit.convert import tree\n"
        "assert 'logging' not in sys.modules\n"
        "logger = sys.modules['selectolax.lexbor'].logger\n"
        "logger.error('Attempt to unwrap removed node.')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "Attempt to unwrap removed node.\n"
