"""What JSON cannot say is replaced and reported."""

from __future__ import annotations

from newskit.records.values import Loss, clean, clean_text, plain


def test_surrogate_pairs_join_and_lone_ones_are_replaced() -> None:
    assert clean_text("\ud83d\ude00 \udcff") == "😀 \ufffd"


def test_losses_have_pointers() -> None:
    cleaned, losses = clean({"a/b": ["\udcff", 1 << 70], "ok": "x"})
    assert cleaned == {"a/b": ["\ufffd", str(1 << 70)], "ok": "x"}
    assert losses == (Loss("/a~1b/0", "damaged-text"), Loss("/a~1b/1", "big-integer"))


def test_the_original_is_left_alone() -> None:
    original = {"a": ["\udcff"]}
    clean(original)
    assert original == {"a": ["\udcff"]}


def test_depth_is_bounded_without_recursion() -> None:
    deep: list = []
    for _ in range(5000):
        deep = [deep]
    _, losses = clean(deep)
    assert [loss.kind for loss in losses] == ["depth"]


def test_rows_of_results_become_plain_values() -> None:
    class Row:
        def as_row(self) -> dict:
            return {"rule": "x", "spans": (1, 2)}

    assert plain(Row()) == {"rule": "x", "spans": [1, 2]}
    assert plain({"a": None}) == {"a": None}
