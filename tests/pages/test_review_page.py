"""The page in a real browser: keys, clicks, filters, a hostile post, and axe-core."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Page, expect


def test_keys_decide_and_undo(served: str, page: Page, archive: Path) -> None:
    page.goto(served)
    expect(page.locator("#detail h2")).to_contain_text("Talk to us in the reading room")
    expect(page.locator("#detail mark").first).to_contain_text("Talk to us")
    page.keyboard.press("a")
    expect(page.locator("#status")).to_have_text("Accepted, in newskit-rules.toml.")
    expect(page.locator("#items")).to_have_text("Nothing waits here.")
    rules = archive / "newskit-rules.toml"
    assert tomllib.loads(rules.read_text("utf-8"))["rules"][0]["state"] == "accepted"
    page.keyboard.press("u")
    expect(page.locator("#detail h2")).to_contain_text("Talk to us")
    assert tomllib.loads(rules.read_text("utf-8"))["rules"][0]["state"] == "proposed"
    page.keyboard.press("e")
    field = page.locator("textarea[name=match]")
    expect(field).to_be_focused()
    field.fill("Talk to us.*")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#status")).to_have_text("Accepted, in newskit-rules.toml.")
    assert tomllib.loads(rules.read_text("utf-8"))["rules"][0]["match"] == "Talk to us.*"


def test_what_goes_is_in_sight_below_a_long_post(
    archive: Path, request: pytest.FixtureRequest
) -> None:
    for post in (archive / "posts").glob("post-*.md"):
        text = post.read_text("utf-8").replace("The harbour", "\n".join(["<div>"] * 60) + "\n\nThe")
        post.write_text(text, "utf-8")
    address, page = request.getfixturevalue("served"), request.getfixturevalue("page")
    page.goto(address)
    marks = page.locator("#detail .tails > .panes mark:not(.other)")
    expect(marks).to_have_count(3)
    for number in range(3):  # all that is decided on, at once
        expect(marks.nth(number)).to_be_in_viewport()
    page.keyboard.press("2")
    expect(page.locator("#detail h2")).to_contain_text("left out")
    page.set_viewport_size({"width": 1280, "height": 400})
    page.keyboard.press("Space")
    expect(page.locator("#detail .choices")).not_to_be_in_viewport()
    page.keyboard.press("PageUp")
    expect(page.locator("#detail .choices")).to_be_in_viewport()


def test_queues_clicks_and_the_filter(served: str, page: Page, archive: Path) -> None:
    page.goto(served)
    page.keyboard.press("2")
    expect(page.locator("#items button")).to_have_count(3)
    page.keyboard.press("/")
    page.keyboard.type("onclick")
    expect(page.locator("#items button")).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="r Keep as HTML").click()
    expect(page.locator("#status")).to_contain_text("onclick stays HTML")
    expect(page.locator("#items")).to_have_text("Nothing holds these words.")
    page.get_by_label("show decided ones").check()
    expect(page.locator("#items .note")).to_contain_text("rejected")
    page.keyboard.press("4")
    page.get_by_label("Filter the items").fill("")
    page.keyboard.press("Escape")
    expect(page.locator("#detail .note")).to_contain_text("posts/salt.md")
    page.get_by_role("button", name="a Repair").click()
    expect(page.locator("#status")).to_have_text("Written to posts/salt.md.")
    assert b"title: Salt & fish\r\n" in (archive / "posts" / "salt.md").read_bytes()


def test_a_second_key_decides_nothing_before_the_next_item_is_in_sight(
    served: str, page: Page
) -> None:
    page.goto(served)
    page.keyboard.press("2")
    expect(page.locator("#items button")).to_have_count(3)
    expect(page.locator("#detail .place").first).to_be_visible()
    first = page.locator("#items .title").first.text_content()
    press = "new KeyboardEvent('keydown', { key, bubbles: true, repeat: key === 'u' })"
    page.evaluate(f"for (const key of ['r', 'a', 'a', 'u']) document.body.dispatchEvent({press})")
    expect(page.locator("#items button")).to_have_count(2)
    page.get_by_label("show decided ones").check()
    expect(page.locator("#items button")).to_have_count(3)
    decided = page.locator("#items button", has=page.locator(".note", has_text="rejected"))
    expect(decided.locator(".title")).to_have_text([str(first)])


def test_a_hostile_post_neither_runs_nor_loads_anything(
    archive: Path, request: pytest.FixtureRequest
) -> None:
    bad = (
        '<p class="x" onclick="top.document.title=1">Hello</p>'
        "<script>top.document.title = 'stolen'</script>"
        '<img src="http://other.example/pixel.gif" onerror="top.document.title=2" alt="boat">'
        '<meta http-equiv="refresh" content="0;url=http://other.example/">'
        '<iframe src="http://other.example/frame"></iframe>'
        '<link rel="stylesheet" href="http://other.example/a.css">'
        '<form action="http://other.example/"><button>press</button></form>'
    )
    name = "zz-<img src=x onerror=document.title=3>.html"
    text = f"---\ntitle: Bad\ndate: 2022-01-01\n---\n{bad}\n"
    (archive / "posts" / name).write_text(text, "utf-8")
    address, page = request.getfixturevalue("served"), request.getfixturevalue("page")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(address)
    page.keyboard.press("2")
    for item in page.locator("#items button").all():
        item.click()
        expect(page.locator("#detail .place").first).to_be_visible()
        for side in ("was", "would be"):  # pictures and frames of the post would be asked for now
            frame = page.frame_locator(f"iframe[title$='as it {side}']").first
            expect(frame.locator("body")).not_to_be_empty()
    frame = page.frame_locator("iframe[title$='as it was']").last
    expect(frame.locator("body")).to_contain_text("Hello[picture: boat]")
    assert page.title() == f"{archive.name}: review"
    assert [url for url in asked if not url.startswith(address)] == []


def test_axe_finds_nothing(served: str, page: Page, violations) -> None:
    page.goto(served)
    for key in "1234":
        page.keyboard.press(key)
        expect(page.locator("#detail h2")).to_be_visible()
        assert violations() == []
    page.emulate_media(color_scheme="dark")
    page.keyboard.press("1")
    page.keyboard.press("e")
    assert violations() == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    assert violations() == []


def test_at_twice_its_size_and_on_a_phone_all_is_in_reach(
    served: str, page: Page, violations
) -> None:
    for width, height in ((700, 450), (360, 740)):  # 1400 by 900 at 200%, a phone
        page.set_viewport_size({"width": width, "height": height})
        page.goto(served)
        for key in "1234":
            page.keyboard.press(key)
            choices = page.locator("#detail .choices")
            choices.scroll_into_view_if_needed()
            expect(choices).to_be_in_viewport()
            wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wider) == 0
            assert violations() == []
