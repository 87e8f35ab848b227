"""The command run in this process: a fault needs no interpreter of its own to be met."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newskit.cli.typed import build


@pytest.fixture
def newskit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command line here; gives what a finished process would."""

    def run(
        *arguments: str | Path, stdin: bytes = b"", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        words = [str(one) for one in arguments]
        streams = [io.TextIOWrapper(io.BytesIO(stdin)), *_outputs()]
        before = Path.cwd()
        with monkeypatch.context() as patch:
            for name, stream in zip(("stdin", "stdout", "stderr"), streams, strict=True):
                patch.setattr(sys, name, stream)
            os.chdir(cwd or tmp_path)
            try:
                build(words)(words, prog_name="newskit")
                code: object = 0
            except SystemExit as ended:
                code = ended.code or 0
            finally:
                os.chdir(before)
            for stream in streams[1:]:
                stream.flush()
        out, err = (stream.buffer.getvalue() for stream in streams[1:])  # type: ignore[attr-defined]
        assert isinstance(code, int)
        return subprocess.CompletedProcess(words, code, out, err)

    return run


def _outputs() -> list[io.TextIOWrapper]:
    return [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n") for _ in range(2)]
