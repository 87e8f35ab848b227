"""The report in a real browser: tables, a hostile archive, 15,000 posts, and axe-core."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api")
from playwright.sync_api import Page, expect

from newskit.problem import Location, Problem, Severity
from newskit.report.figures import Figures, PostFacts
from newskit.report.page import page as page_of

POSTS = 15_000
NASTY = "</script><img src=x onerror=\"document.title='stolen'\"><b>"


def large_archive(posts: int = POSTS) -> Figures:
    """An archive in which every list is as long as it gets."""
    tally = Figures()
    for number in range(posts):
        path = f"content/en/{('news', 'blog', 'notes')[number % 3]}/{number}-{'sea' * 20}.md"
        facts = PostFacts(
            path,
            month=f"{1980 + number % 45}-{1 + number % 12:02}",
            folder=path.rpartition("/")[0],
            categories=(f"category {number % 400} {NASTY}",),
            authors=(f"Author {number % 900} {NASTY}",),
            tags=(f"tag {number}", "שלום עולם", "海"),
            language=("en", "he", "zh")[number % 3],
            size=number * 7,
            body_format="html",
            hosts={f"host-{number % 3000}.example": 2},
            images=2,
            left_out={f"kind-{number % 20}": (3, f"{NASTY} {'x' * 150}")},
            removed=((f"rule-{number % 300}", "nav", f"{NASTY} {'y' * 150}"),),
        )
        tally.add_post(facts)
        found = [
            Problem(
                f"NK{100 + number % 90}", f"rule-{number % 90}", f"{NASTY} is wrong", Location(path)
            ),
            Problem("NK405", "near-duplicate", f"like {NASTY}", Location(path), Severity.INFO),
            Problem("NK406", "broken-link", f"no {NASTY}", Location(path), Severity.WARNING),
        ]
        tally.add_findings(path, found, facts.month[:4])
    return tally


@pytest.fixture
def large(tmp_path: Path, page: Page) -> Page:
    """The report of the large archive, opened."""
    html = page_of(large_archive(), f"Gazette {NASTY}").encode()
    assert len(html) < 2_000_000
    (tmp_path / "report.html").write_bytes(html)
    page.goto((tmp_path / "report.html").as_uri())
    return page


def test_of_15000_posts_tables_sort_and_filter_and_nothing_of_a_post_runs(large: Page) -> None:
    assert large.title().startswith("Gazette </script>")
    table = large.locator("#findings table")
    rows = table.locator("tbody tr:visible")
    all_rows = rows.count()
    table.get_by_role("button", name="Findings").click()
    expect(table.locator("th", has_text="Findings")).to_have_attribute("aria-sort", "descending")
    first, second = (
        int(table.locator("td.number").nth(at).inner_text().replace(",", "")) for at in (0, 1)
    )
    assert first >= second
    large.locator("#findings input[type=search]").fill("nk406")
    expect(rows).to_have_count(1)
    large.locator("#findings input[type=search]").fill("")
    expect(rows).to_have_count(all_rows)
    large.locator("#worst a").first.click()
    assert "#" in large.url
    expect(large.locator("#archive")).to_contain_text("news")
    expect(large.locator("td", has_text="שלום עולם").first).to_have_attribute("dir", "auto")


def test_on_a_phone_words_stay_whole_and_nothing_is_cut(tmp_path: Path, page: Page) -> None:
    tally = large_archive(0)
    found = Problem(
        "NK303", "date-without-zone", "`date` has no zone", Location("a/b.md"), Severity.WARNING
    )
    tally.add_post(PostFacts("a/b.md", month="2019-02"))
    tally.add_post(PostFacts("a/c.md", month="2021-02"))
    tally.add_findings("a/b.md", [found] * 9, "2019")
    (tmp_path / "report.html").write_bytes(page_of(tally, "Gazette").encode())
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((tmp_path / "report.html").as_uri())
    wide = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth)"
        ".length + (document.documentElement.scrollWidth > innerWidth)"
    )
    assert wide == 0
    for name in ("Severity", "Findings", "Years"):
        box = page.locator("#findings th", has_text=name).locator("button").bounding_box()
        assert box is not None
        assert box["height"] < 30, name
    expect(page.locator("#worst code").first).to_have_text("date")


def test_a_heading_stands_over_the_numbers_of_its_column(tmp_path: Path, page: Page) -> None:
    (tmp_path / "report.html").write_bytes(page_of(large_archive(10), "Gazette").encode())
    page.goto((tmp_path / "report.html").as_uri())
    for section, name in (("findings", "Findings"), ("posts", "Errors"), ("posts", "Findings")):
        apart = page.evaluate(
            """([section, name]) => {
              const table = document.querySelector(`#${section} table`);
              const head = [...table.tHead.rows[0].cells].find(e => e.textContent === name);
              const range = document.createRange();
              range.selectNodeContents(table.tBodies[0].rows[0].cells[head.cellIndex]);
              const button = head.querySelector("button").getBoundingClientRect();
              return Math.abs(button.right - range.getBoundingClientRect().right);
            }""",
            [section, name],
        )
        assert apart < 3, (section, name)


def test_axe_finds_nothing_in_light_and_dark(tmp_path: Path, page: Page, violations) -> None:
    (tmp_path / "report.html").write_bytes(page_of(large_archive(10), "Gazette").encode())
    page.goto((tmp_path / "report.html").as_uri())
    for summary in page.locator("details > summary").all()[:3]:
        summary.click()
    assert violations() == []
    page.locator("#findings th button").first.click()
    page.locator("input[type=search]").first.fill("nk1")
    assert violations() == []
    page.set_viewport_size({"width": 640, "height": 400})  # 1280 × 800 at 200 %
    assert violations() == []
    page.emulate_media(color_scheme="dark")
    assert violations() == []


def test_without_scripts_the_figures_are_there(browser, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_bytes(page_of(large_archive(), "Gazette").encode())
    opened = browser.new_page(java_script_enabled=False)
    opened.goto((tmp_path / "report.html").as_uri())
    expect(opened.locator(".figures")).to_contain_text("15,000")
    expect(opened.locator(".months svg")).to_be_visible()
    expect(opened.locator("#findings tbody tr").first).to_be_visible()
    opened.close()
