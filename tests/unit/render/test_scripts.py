"""Shortcodes that an Eleventy site writes in JavaScript are read as texts with slots; none runs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from newskit.api import iter_posts, to_record
from newskit.records.shown import _is_first_eleventy
from newskit.render.templates.arguments import parse_arguments
from newskit.render.templates.scripts import Scripts

CONFIG = """
import quay from './lib/quay.js';
const { berth } = require("./lib/all");
module.exports = function (eleventyConfig) {
  // addShortcode("gone", () => `never`)
  eleventyConfig.addShortcode("buoy", (name, colour = "red") =>
    `<b class="${kind}">${name}</b> (${colour})`);
  eleventyConfig.addNunjucksAsyncShortcode('sail', async function (src, alt) {
    return `<img src="${src}" alt="${alt}">`;
  });
  eleventyConfig.addPairedShortcode("note", (content, title) =>
    `<aside>${title ? `<strong>${title}</strong>` : ""}${md.render(content)}</aside>`);
  eleventyConfig.addPairedShortcode("quay", quay);
  eleventyConfig.addShortcode("berth", berth);
  eleventyConfig.addShortcode("figure", ({ src, caption }) =>
    '<img src="' + src + '">' + caption);
  eleventyConfig.addShortcode("year", () => `${new Date().getFullYear()}`);
  eleventyConfig.addShortcode("depth", async (place) => {
    const m = await measure(place); return `${m}`;
  });
  eleventyConfig.addShortcode("choice", (one) => { if (one) { return `a`; } return `b`; });
};
"""
FILES = {
    "eleventy.config.js": CONFIG,
    "lib/quay.js": """
const render = (text) => text;
const quay = (children, who) => {
  const content = new Markdown({ html: true }).renderInline(children);
  return `<div>${who}: ${content}</div>`;
};
export default quay;
""",
    "lib/all/index.js": "module.exports = { berth(no) { return `No. ${no || 'none'}`; } };",
}


def show(name: str, given: str, inner: str | None = None) -> str | None:
    found = Scripts("eleventy.config.js", lambda path: FILES.get(path, "")).find(name)
    if found is None:
        return None
    return found.show(parse_arguments(given), inner, lambda text: f"<p>{text}</p>")


def test_scripts_nested_without_end_are_not_read() -> None:
    nested = 'c.addShortcode("a", (x) => ' + "`${" * 20_000
    shown = Scripts("c.js", lambda path: nested if path == "c.js" else "").find("a")
    assert shown is None or shown.show(parse_arguments(""), None, None) is None


@pytest.mark.parametrize(
    ("name", "given", "inner", "shown"),
    [
        ("buoy", '"North"', None, '<b class="">North</b> (red)'),
        ("buoy", '"North", "green"', None, '<b class="">North</b> (green)'),
        ("sail", '"a.png" "A & B"', None, '<img src="a.png" alt="A &amp; B">'),
        ("note", '"Mind"', "ebb", "<aside><strong>Mind</strong><p>ebb</p></aside>"),
        ("note", "", "ebb", "<aside><p>ebb</p></aside>"),
        ("quay", '"Ane"', "moored", "<div>Ane: moored</div>"),
        ("berth", "7", None, "No. 7"),
        ("berth", "", None, "No. none"),
        ("figure", 'src="a.png" caption="Ebb"', None, '<img src="a.png">Ebb'),
    ],
)
def test_a_text_with_slots_is_filled_in(
    name: str, given: str, inner: str | None, shown: str
) -> None:
    assert show(name, given, inner) == shown


@pytest.mark.parametrize("name", ["year", "depth", "choice", "unknown"])
def test_what_a_program_works_out_is_not_known(name: str) -> None:
    assert show(name, '"a"') is None


def show_one(function: str, given: str) -> str | None:
    text = f'c.addShortcode("one", {function});'
    found = Scripts("c.js", lambda path: text if path == "c.js" else "").find("one")
    return None if found is None else found.show(parse_arguments(given), None, None)


@pytest.mark.parametrize(
    ("expression", "given", "shown"),
    [
        ("a && b || 'none'", "", "none"),
        ("a && b || 'none'", '"x" "y"', "y"),
        ("a || b + '!'", '"x" "y"', "x"),
        ("a || b + '!'", '"" "y"', "y!"),
        ("a + b || 'none'", '"x" ""', "x"),
        ("a + b || 'none'", "", "none"),
        ("(a || 'x') + b", '"" "y"', "xy"),
        ("a ?? 'none'", '"x"', "x"),
    ],
)
def test_what_binds_least_is_chosen_first(expression: str, given: str, shown: str) -> None:
    assert show_one(f"(a, b) => {expression}", given) == shown


def test_a_reference_in_an_attribute_stays_one() -> None:
    found = show_one('(alt) => `<img alt="${alt}">`', "'Tom &amp; \"Jerry\"'")
    assert found == '<img alt="Tom &amp; &quot;Jerry&quot;">'


def test_a_value_that_doubles_is_not_filled_in() -> None:
    lines = "".join(f"const v{n} = `${{v{n - 1}}}${{v{n - 1}}}`;\n" for n in range(1, 31))
    function = f"(v0) => {{\n{lines}return v{{}};\n}}"
    assert show_one(function.replace("v{}", "v9"), '"ab"') is None
    lines = "".join(lines.splitlines(keepends=True)[:9])
    assert show_one(f"(v0) => {{\n{lines}return v9;\n}}", '"ab"') == "ab" * 512


@pytest.mark.parametrize("text", ["import {} x", "const {} x", "c.addShortcode('a', function{} x"])
def test_runs_of_spaces_take_linear_time(text: str) -> None:
    long = text.format(" " * 50_000)
    start = time.process_time()
    assert Scripts("c.js", lambda path: long if path == "c.js" else "").find("a") is None
    assert time.process_time() - start < 2


def export(post: Path) -> tuple[str, list[str]]:
    """Return the text of a post's record and the template code it leaves out."""
    record: dict[str, Any] = to_record(next(iter(iter_posts([post]))))
    return record["text"], record["metadata"]["newskit"].get("templates", [])


def test_records_of_an_eleventy_site_show_them(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "package.json").write_text('{"devDependencies": {"@11ty/eleventy": "^3.0.0"}}')
    data = tmp_path / "_data"
    data.mkdir()
    (data / "harbour.json").write_text('{"name": "Kiel"}')
    post = tmp_path / "posts" / "a.md"
    post.parent.mkdir()
    post.write_text(
        '---\ntitle: T\n---\n{% buoy "North" %} of {{ harbour.name }}, {{ harbour.missing }}~ebb~\n'
        '\n{% note "Mind" %}\n    the *gap*\n{% endnote %}\n\n{% year %}{% buoy other %}\n',
        "utf-8",
    )
    assert export(post) == (
        "North (red) of Kiel, ~ebb~\n\nMind\n\nthe gap",
        ["{{ harbour.missing }}", "{% year %}", "{% buoy other %}"],
    )


def test_before_eleventy_2_indented_lines_are_code(tmp_path: Path) -> None:
    (tmp_path / ".eleventy.js").write_text("module.exports = () => ({});")
    post = tmp_path / "posts" / "a.md"
    post.parent.mkdir()
    post.write_text("---\ntitle: T\n---\nAbove:\n\n    a *b*\n", "utf-8")
    texts = []
    for version in ("^1.0.2", "^2.0.0"):
        (tmp_path / "package.json").write_text(
            f'{{"dependencies": {{"@11ty/eleventy": "{version}"}}}}'
        )
        _is_first_eleventy.cache_clear()  # as a new run has it
        texts.append(export(post)[0])
    assert texts == ["Above:\n\na *b*", "Above:\n\na b"]


def test_a_script_from_outside_of_the_site_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.js").write_text("module.exports = () => `secret`;")
    site = tmp_path / "site"
    post = site / "posts" / "a.md"
    post.parent.mkdir(parents=True)
    (site / "package.json").write_text('{"devDependencies": {"@11ty/eleventy": "^3.0.0"}}')
    (site / "lib.js").symlink_to(tmp_path / "secret.js")
    (site / "eleventy.config.js").write_text(
        'import a from "../secret.js"; import b from "./lib.js";\n'
        'export default (c) => { c.addShortcode("a", a); c.addShortcode("b", b); }\n'
    )
    post.write_text("---\ntitle: T\n---\nx{% a %}{% b %}\n", "utf-8")
    assert export(post) == ("x", ["{% a %}", "{% b %}"])


@pytest.mark.parametrize("way", ["settings", "links"])
def test_folders_that_lead_out_of_the_site_are_not_read(tmp_path: Path, way: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "key.txt").write_text("secret")
    (outside / "keys.json").write_text('{"key": "secret"}')
    site = tmp_path / "site"
    post = site / "posts" / "a.md"
    post.parent.mkdir(parents=True)
    (site / "package.json").write_text('{"devDependencies": {"@11ty/eleventy": "^3.0.0"}}')
    folders = '{ includes: "../outside", data: "../outside" }' if way == "settings" else "{}"
    (site / "eleventy.config.js").write_text(f"export default () => ({{ dir: {folders} }});")
    if way == "links":
        (site / "_includes").symlink_to(outside)
        (site / "_data").symlink_to(outside)
    post.write_text('---\ntitle: T\n---\nx{% include "key.txt" %}{{ keys.key }}\n', "utf-8")
    assert export(post) == ("x", ['{% include "key.txt" %}', "{{ keys.key }}"])


def test_the_settings_may_name_folders_beside_the_input(tmp_path: Path) -> None:
    files = {
        "package.json": '{"devDependencies": {"@11ty/eleventy": "^3.0.0"}}',
        "eleventy.config.js": 'export default () => ({ dir: { input: "src", data: "../data" } });',
        "data/keys.json": '{"key": "open"}',
        "src/a.md": "---\ntitle: T\n---\nx {{ keys.key }}\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert export(tmp_path / "src" / "a.md") == ("x open", [])


def test_names_that_a_site_does_not_have_take_little_time() -> None:
    imports = "".join(f'import a{n} from "./shortcode{n}.js";\n' for n in range(50))
    adds = 'c.addShortcode("a", (x) => `<b>${x}</b>`);\n' * 1000
    scripts = Scripts("c.js", lambda path: imports if path == "c.js" else adds)
    start = time.process_time()
    assert not any(scripts.find(f"none{number}") for number in range(200))
    assert scripts.find("a") is not None
    assert time.process_time() - start < 3
