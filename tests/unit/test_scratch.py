"""Sets that move to disk."""

from __future__ import annotations

from newskit.files import Taken


def test_each_text_is_new_once_however_many_there_are() -> None:
    taken = Taken()
    texts = [f"ä{number}\udc80" for number in range(25_000)]
    assert all(taken.add(text) for text in texts)
    assert not any(taken.add(text) for text in texts)
    assert all(text in taken for text in texts)
    assert "ä25000\udc80" not in taken
