"""What an archive does on purpose is an info, said once; what is broken is an error, every time."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Findings = Callable[..., list[tuple[str, str, str]]]
Put = Callable[[Path, dict[str, str]], Path]
Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

MANY = 12
LONG = "The ferry leaves at nine, and whoever wants to help with the ropes is there by eight. "


def notes(front_matter: str, body: str = "Text.", *, folder: str = "notes") -> dict[str, str]:
    """Twelve notes; `{}` in the front matter or body is the number of the note, from 13."""
    text = f"---\ntitle: Note {{}}\n{front_matter}\n---\n{body}\n"
    return {
        f"{folder}/{number}-note.md": text.replace("{}", str(number))
        for number in range(13, 13 + MANY)
    }


def severities(found: list[tuple[str, str, str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for _, _, severity in found:
        counts[severity] = counts.get(severity, 0) + 1
    return counts


@pytest.mark.parametrize(
    ("code", "front_matter", "body"),
    [
        ("NK302", "date: {}-04-2026", "Text."),
        ("NK309", "time: {}:26", "Text."),
        ("NK315", "tags: [rope, tar, rope]", "Text."),
        ("NK365", "x: 1", "[paper](file:///home/ana/papers/{}.pdf)"),
        ("NK361", "x: 1", "---\ntitle: Note\ndate: 2024-05-01\n---\nText."),
    ],
)
def test_what_each_note_has_is_a_convention(
    put: Put, findings: Findings, tmp_path: Path, code: str, front_matter: str, body: str
) -> None:
    many = put(tmp_path / "many", notes(front_matter, body))
    assert severities(findings(many, code)) == {"info": MANY}
    few = dict(list(notes(front_matter, body).items())[:4])
    worse = severities(findings(put(tmp_path / "few", few), code))
    assert "info" not in worse
    assert sum(worse.values()) == 4


def test_a_date_in_another_form_than_all_others_stands_out(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    files = notes("date: 2026-04-{}")
    files["notes/odd.md"] = "---\ntitle: Odd\ndate: 24-04-2026\n---\nText.\n"
    assert findings(put(tmp_path, files), "NK302") == [("NK302", "notes/odd.md", "error")]


def test_dates_that_are_not_read_and_ambiguous_ones_are_one_form(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    files = notes("updated: {}-04-2026")
    files["notes/odd.md"] = "---\ntitle: Odd\ndate: 05-04-2026\n---\nText.\n"
    found = findings(put(tmp_path, files), "NK304")
    assert found == [("NK304", "notes/odd.md", "info")]


def test_jekyll_takes_the_day_to_come_first(put: Put, findings: Findings, tmp_path: Path) -> None:
    files = {
        f"_posts/2024-0{month}-02-a.md": f"---\ntitle: A\ndate: 02-0{month}-2024\n---\nText.\n"
        for month in range(3, 10)
    }
    found = findings(put(tmp_path, {"_config.yml": "title: A\n", **files}), "NK304")
    assert severities(found) == {"info": 7}


def test_a_generator_that_is_known_makes_no_exceptions(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    files = notes("date: {}-04-2026", folder="content/posts")
    found = findings(put(tmp_path, {"hugo.toml": "baseURL = 'https://example.org'\n", **files}))
    assert sum(one[0] == "NK302" and one[2] == "error" for one in found) == MANY


@pytest.mark.parametrize(
    ("code", "front_matter"),
    [
        ("NK121", "subtitle: Ropes: and tar"),
        ("NK120", 'subtitle: "Ropes" and tar"'),
        ("NK301", "date: 2024-02-30"),
        ("NK308", "subtitle: FÃ¤hre und StraÃŸe"),
    ],
)
def test_no_number_of_posts_makes_broken_ones_whole(
    put: Put, findings: Findings, tmp_path: Path, code: str, front_matter: str
) -> None:
    found = findings(put(tmp_path, notes(front_matter)))
    assert len({path for _, path, severity in found if severity == "error"}) == MANY
    assert sum(one[0] == code for one in found) in {0, MANY}


def test_folders_above_show_what_a_small_folder_does(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    files = {
        f"vault/{number}/{name}.md": f"---\nupdated: {number}-04-2026\nproject: a\n---\nText.\n"
        for number in range(13, 20)
        for name in ("hot", "cold")
    }
    assert severities(findings(put(tmp_path, files), "NK302")) == {"info": 14}


def test_few_texts_without_front_matter_are_a_warning_where_no_generator_is_known(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    files = notes("date: 2026-04-{}")
    bare = {"notes/bare.md": "# Ropes\n\nText.\n"}
    assert findings(put(tmp_path / "one", {**files, **bare}), "NK101") == [
        ("NK101", "notes/bare.md", "warning")
    ]
    more = {f"notes/{name}.md": "# Ropes\n\nText.\n" for name in ("a", "b", "c")}
    found = findings(put(tmp_path / "three", {**files, **more}), "NK101")
    assert severities(found) == {"info": 3}
    listed = findings(put(tmp_path / "list", {**files, "notes/index.md": "# All\n"}), "NK101")
    assert severities(listed) == {"info": 1}


def test_a_convention_is_said_once(
    put: Put, newskit: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path
) -> None:
    put(tmp_path, notes("time: {}:26"))
    command = ("validate", "--no-cache", "--isolated", "--select", "NK309", "notes")
    once = (
        "NK309 yaml-versions-differ: on 12 of 12 posts as their convention, first"
        " notes/13-note.md:3:7: `time: 13:26` is the number 806 in YAML 1.1 and text in YAML 1.2"
        ' (--all lists each; ignore = ["NK309"] in [validate] leaves it out)'
    )
    assert newskit(*command, cwd=tmp_path).stdout.decode().splitlines() == [once]
    assert len(newskit(*command, "--all", cwd=tmp_path).stdout.splitlines()) == MANY


def test_links_to_no_post_are_a_convention_where_each_post_has_one(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    many = put(tmp_path / "many", notes("x: 1", "[more](more-{}.md)"))
    assert severities(findings(many, "NK406")) == {"info": MANY}
    files: Mapping[str, str] = notes("x: 1") | {"notes/a.md": "[more](more.md)\n"}
    assert severities(findings(put(tmp_path / "one", dict(files)), "NK406")) == {"warning": 1}


@pytest.mark.parametrize(
    ("other", "severity"),
    [
        ("b/1.md\nTwo", "info"),
        ("b/1.md\nOne", "warning"),
        ("a/2.md\nTwo", "info"),
        ("a/2.md\nOne", "warning"),
    ],
)
def test_the_same_text_under_another_title_is_said_on_purpose(
    put: Put, findings: Findings, tmp_path: Path, other: str, severity: str
) -> None:
    path, title = other.split("\n")
    files = {
        "a/1.md": f"---\ntitle: One\n---\n{LONG * 8}\n",
        path: f"---\ntitle: {title}\n---\n{LONG * 8}\n",
    }
    found = findings(put(tmp_path, files), "NK404", "NK405")
    assert [one[2] for one in found] == [severity]


def test_a_sentence_may_go_on_with_a_dash(put: Put, findings: Findings, tmp_path: Path) -> None:
    item = "- Cutting ropes that somebody else has tarred before\n  — ask first"
    text = f"---\ntitle: A\n{{}}:\n{item}\n---\n"
    put(tmp_path, {"a.md": text.format("when"), "b.md": text.format("tags")})
    assert [path for _, path, _ in findings(tmp_path, "NK140")] == ["b.md"]


def test_forms_that_obsidian_fills_in_are_no_notes(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    form = "---\nday of note: {{date}}\n---\n"
    other = "---\nday: [[<% tp.date.now() %>]]\n---\n"
    files = {"Templates/a.md": form, "Templates/b.md": other, "Rope/c.md": form}
    assert {path for _, path, _ in findings(put(tmp_path / "vault", files))} == {"Rope/c.md"}
    quartz = {
        "quartz.config.ts": "x",
        "content/templates/a.md": form,
        "content/_obsidian-templates/b.md": "<%*\nmove()\n%>\n---\ntitle: B\n---\n",
        "content/a.md": form,
    }
    assert {path for _, path, _ in findings(put(tmp_path / "quartz", quartz))} == {"content/a.md"}


def test_what_has_a_name_needs_no_title_where_no_generator_asks_for_it(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    text = "---\n{}: Rope\ndescription: Ties ropes.\n---\nText.\n"
    files = {"a.md": text.format("name"), "b.md": text.format("label")}
    assert [path for _, path, _ in findings(put(tmp_path, files), "NK201")] == ["b.md"]


def test_a_title_is_asked_for_where_nearly_all_posts_have_one(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    files = notes("x: 1")
    files["other/a.md"] = "---\ntopic: Rope\n---\nText.\n"
    assert severities(findings(put(tmp_path / "all", files), "NK201")) == {"warning": 1}
    more = {f"more/{number}.md": "---\ntopic: Tar\n---\nText.\n" for number in range(4)}
    found = findings(put(tmp_path / "some", {**files, **more}), "NK201")
    assert severities(found) == {"info": 5}


def test_drawings_share_the_words_of_their_program(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    text = f"---\nexcalidraw-plugin: parsed\n---\n{LONG * 8}\n"
    assert findings(put(tmp_path, {"a.md": text, "b.md": text}), "NK404") == []


def test_comments_and_components_of_mdx(put: Put, findings: Findings, tmp_path: Path) -> None:
    text = "---\ntitle: A\n---\n{/* [a]() */}\n\n[b]()\n\nx\n\n</Video>\n\n</video>\n"
    files = {"astro.config.mjs": "x", "src/content/blog/a.mdx": text}
    found = findings(put(tmp_path, files), "NK356", "NK354")
    assert [code for code, _, _ in found] == ["NK354", "NK356"]


def test_notes_for_agents_are_no_posts(put: Put, findings: Findings, tmp_path: Path) -> None:
    files = notes("date: 2026-04-{}")
    found = findings(put(tmp_path, {**files, "notes/CLAUDE.md": "# Rules\n"}), "NK101")
    assert found == []


def test_quartz_takes_the_text_true_for_true(put: Put, findings: Findings, tmp_path: Path) -> None:
    files = {
        "quartz.config.ts": "x",
        "content/a.md": '---\ntitle: A\ndraft: "true"\n---\nText.\n',
        "content/b.md": '---\ntitle: B\ndraft: "false"\n---\nText.\n',
    }
    found = findings(put(tmp_path, files), "NK202")
    assert [(path, severity) for _, path, severity in found] == [
        ("content/a.md", "info"),
        ("content/b.md", "warning"),
    ]


def test_marp_reads_colours_that_yaml_takes_for_comments(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    text = "---\ntitle: A\n{}\nbackgroundColor: #fff\n---\nText.\n"
    put(tmp_path, {"a.md": text.format("marp: true"), "b.md": text.format("x: 1")})
    assert [path for _, path, _ in findings(tmp_path, "NK122")] == ["b.md"]


def test_eleventy_reads_one_key_as_a_date(put: Put, findings: Findings, tmp_path: Path) -> None:
    files = {
        "eleventy.config.js": "x",
        "a.md": "---\ntitle: A\nupdated: now\n---\nText.\n",
        "b.md": "---\ntitle: B\ndate: now\n---\nText.\n",
    }
    found = findings(put(tmp_path, files), "NK302")
    assert [(path, severity) for _, path, severity in found] == [
        ("a.md", "info"),
        ("b.md", "error"),
    ]


def test_mkdocs_has_no_permalinks(put: Put, findings: Findings, tmp_path: Path) -> None:
    page = "---\npermalink: /rope/\n---\nText.\n"
    files = {"mkdocs.yml": "site_name: A\n", "docs/a.md": page, "docs/b.md": page}
    assert findings(put(tmp_path / "mkdocs", files), "NK401") == []
    files = {"_config.yml": "title: A\n", "a.md": page, "b.md": page}
    assert len(findings(put(tmp_path / "jekyll", files), "NK401")) == 1


def test_form_feeds_part_the_pages_of_plain_text(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    put(tmp_path, {"a.txt": "One\n\x0cTwo\n", "b.md": "---\ntitle: B\n---\nOne\n\x0cTwo\n"})
    found = findings(tmp_path, "NK111")
    assert [(path, severity) for _, path, severity in found] == [
        ("a.txt", "info"),
        ("b.md", "error"),
    ]


def test_a_line_above_a_heading_is_no_front_matter_of_notes(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    text = "---\n# Ropes\n\nText about ropes.\n\n---\n\nMore.\n"
    put(tmp_path, {"docs/a.md": text, "_posts/2024-05-01-a.md": text})
    found = findings(tmp_path, "NK103")
    assert [(path, severity) for _, path, severity in found] == [
        ("_posts/2024-05-01-a.md", "error"),
        ("docs/a.md", "info"),
    ]


def test_brackets_in_a_formula_are_no_link(put: Put, findings: Findings, tmp_path: Path) -> None:
    text = "---\ntitle: A\n---\n{}\n\n[z]: https://example.org\n"
    files = {
        "a.md": text.format("By degrees, $[L:F]=[L:E][E:F]$ and so on."),
        "b.md": text.format("It costs $5 [there][shop]."),
        "c.md": text.format("From $5 to $6 [there][shop]."),
    }
    found = findings(put(tmp_path, files), "NK360")
    assert [path for _, path, _ in found] == ["b.md", "c.md"]


def test_licences_may_be_the_same(put: Put, findings: Findings, tmp_path: Path) -> None:
    files = {"a/LICENSE.txt": LONG * 8, "b/LICENSE.txt": LONG * 8}
    assert findings(put(tmp_path, files), "NK404") == []


def test_astro_reads_a_month_in_quotes(put: Put, findings: Findings, tmp_path: Path) -> None:
    text = '---\ntitle: A\ndate: "{}"\n---\nText.\n'
    files = {
        "astro.config.mjs": "x",
        "src/content/blog/a.md": text.format("2025.01"),
        "src/content/blog/b.md": text.format("2025.13"),
    }
    found = findings(put(tmp_path, files), "NK302")
    assert [path for _, path, _ in found] == ["src/content/blog/b.md"]


@pytest.mark.parametrize("folder", ["notes", "docs/notes"])
def test_what_is_remembered_follows_the_posts_beside(
    newskit: Run, put: Put, tmp_path: Path, folder: str
) -> None:
    first = f"{folder}/13-note.md"
    put(tmp_path, notes("date: {}-04-2026", "[more](more-{}.md)", folder=folder))
    command = ("validate", "--isolated", "--select", "NK302,NK406", "--output-format", "json")

    def weights() -> dict[str, str]:
        found = json.loads(newskit(*command, "--all", ".", cwd=tmp_path).stdout)
        return {one["code"]: one["severity"] for one in found if one["path"] == first}

    assert weights() == {"NK302": "info", "NK406": "info"}
    others = notes("date: 2026-04-{}", folder=folder)
    del others[first]
    put(tmp_path, others)
    assert weights() == {"NK302": "error", "NK406": "warning"}
    put(tmp_path, notes("date: {}-04-2026", "[more](more-{}.md)", folder=folder))
    assert weights() == {"NK302": "info", "NK406": "info"}


def test_links_that_lead_out_of_an_archive_are_no_posts_of_it(
    put: Put, findings: Findings, tmp_path: Path
) -> None:
    outside = put(tmp_path / "outside", notes("date: {}-04-2026", folder="."))
    archive = put(tmp_path / "archive", {"a.md": "---\ntitle: A\ndate: 25-04-2026\n---\nText.\n"})
    for post in outside.iterdir():
        (archive / post.name).symlink_to(post)
    found = [one for one in findings(archive, "NK302") if one[0] == "NK302"]
    assert found == [("NK302", "a.md", "error")]


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        ("date: z.string(),", []),
        ("date: z.string().optional(),", []),
        ("'date': z.string()", []),
        ("date: z.date(),", ["warning"]),
        ("date: z.coerce.date(),", ["warning"]),
        ("date: z.string().transform((one) => new Date(one)),", ["warning"]),
        ("date: z\n  .string()\n  .optional(),", []),
        ("date: z\n  .string()\n  .transform((one) => new Date(one)),", ["warning"]),
        ("updated: z.string(),", ["warning"]),
        # Which of two collections a post is in, nobody looks up.
        ("date: z.string(),\n}) });\nconst b = z.object({\ndate: z.date(),", ["warning"]),
    ],
)
def test_a_key_that_the_site_takes_for_text_is_no_date(
    put: Put, findings: Findings, tmp_path: Path, schema: str, found: list[str]
) -> None:
    config = f"const a = defineCollection({{ schema: z.object({{\n{schema}\n}}) }});"
    files = {
        "astro.config.mjs": "export default {};",
        "src/content/config.ts": config,
        "src/content/blog/fair.md": "---\ntitle: The fair\ndate: 15. Januar 2024\n---\n\nText.\n",
    }
    folder = put(tmp_path / "site", files)
    assert [severity for _, _, severity in findings(folder, "NK302")] == found


@pytest.mark.parametrize(
    ("layout", "found"),
    [("archives", []), ("search", []), ("post", ["error"]), ("", ["error"]), ("''", ["error"])],
)
def test_a_page_with_a_layout_of_its_own_needs_no_date(
    put: Put, findings: Findings, tmp_path: Path, layout: str, found: list[str]
) -> None:
    post = "---\ntitle: Post\ndate: 2024-05-01\n---\n\nText.\n"
    files = {f"content/posts/{number}.md": post for number in range(4)}
    page = f"---\ntitle: All\nlayout: {layout}\n---\n\nText.\n"
    site = {"hugo.toml": 'title = "T"', **files, "content/posts/all.md": page}
    folder = put(tmp_path / "site", site)
    assert [severity for _, _, severity in findings(folder, "NK201")] == found


@pytest.mark.parametrize(
    ("value", "found"), [("false", []), ("no", ["warning"]), ("12", ["warning"])]
)
def test_a_date_that_is_false_is_none_to_eleventy(
    put: Put, findings: Findings, tmp_path: Path, value: str, found: list[str]
) -> None:
    page = f"---\ntitle: All\ndate: {value}\n---\n\nText.\n"
    folder = put(tmp_path / "site", {"eleventy.config.js": "export default {};", "all.md": page})
    assert [severity for _, _, severity in findings(folder, "NK202")] == found
