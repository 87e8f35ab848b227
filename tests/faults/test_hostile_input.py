"""Names, values and settings of an archive are data: printed, read and imported as such."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from newskit.messages import OBEYED, on_one_line
from newskit.read import front_matter
from newskit.read.formats import toml_block

FORMATS = ["concise", "grouped", "full", "github", "gitlab", "sarif", "junit", "rdjson", "json"]
EVIL = "x\n::error file=a::b\x1b[31m\x9b\u202e\u2028q"


@pytest.fixture
def evil(tmp_path: Path) -> Path:
    """A post whose name and values try to be more than text."""
    values = 'dat\u202ee: "\\e[31m\\n::error::x"\ndate: "\\n::warning::y\\u202e"\n'
    text = f"---\ntitle: T\n{values}---\nT\n"
    (tmp_path / f"{EVIL}.md").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", FORMATS)
def test_no_output_format_obeys_a_name_or_value(newskit, evil: Path, name: str) -> None:
    done = newskit("validate", ".", "--no-cache", "--output-format", name)
    assert done.returncode == 1
    for out in (done.stdout.decode(), done.stderr.decode()):
        assert not [char for char in OBEYED if char != 10 and chr(char) in out]
        assert not [
            line for line in out.splitlines() if line.startswith(("::error file=a:", "::warning::"))
        ]
    if name in {"gitlab", "sarif", "rdjson", "json"}:
        json.loads(done.stdout)
    if name == "junit":
        ET.fromstring(done.stdout)


@pytest.mark.parametrize("name", ["json", "gitlab", "rdjson"])
def test_formats_for_machines_keep_the_very_name(newskit, evil: Path, name: str) -> None:
    done = newskit("validate", ".", "--no-cache", "--output-format", name)
    assert f"{EVIL}.md" in {
        found for found in _texts(json.loads(done.stdout)) if found.endswith(".md")
    }


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize(
    "command", [("convert", ".", "--check"), ("strip", ".", "--dry-run"), ("export", "jsonl", ".")]
)
def test_talk_does_not_obey_a_name(newskit, evil: Path, command: tuple[str, ...]) -> None:
    err = newskit(*command).stderr.decode()
    assert not [char for char in OBEYED if char != 10 and chr(char) in err]
    assert "\n::error" not in err


def test_text_of_every_script_is_printed_as_it_is() -> None:
    for text in ("Ferry", "新闻 — 你好", "شنبه\u200cها", "👩\u200d🚀", "a\u3000b", "é"):
        assert on_one_line(text) == text


NAMES = {
    "newskit.toml": "newskit.toml.md",
    ".pre-commit-config.yaml": "_pre-commit-config.yaml.md",
    ".github/workflows/x.yml": "_github/workflows/x.yml.md",
    "Makefile": "Makefile.md",
    "conftest.py": "conftest.py.md",
    "requirements.txt": "requirements.txt.md",
    "CON": "_CON.md",
    "aux.md": "_aux.md",
    "a/Lpt1.txt": "a/_Lpt1.txt",
    "COM¹.md": "_COM¹.md",
    "a./b.md": "a/b.md",
}
KEPT = ["a.md", "新 闻/x.txt", "c/b.txt", "front_matter.mdx", "console.md", "a.b.c.md"]
REFUSED = [
    ".git/config",
    ".GIT/x.md",
    ".git./x.md",
    ".g\u200cit/x.md",
    "git~1/x.md",
    "../a.md",
    "/a.md",
    "\uff0egit/x.md",
    ".git:x/a.md",
]


def _import(newskit, folder: Path, names: list[str]) -> subprocess.CompletedProcess[bytes]:
    rows = [
        {"id": f"i{at}", "content_markdown": "x\n", "metadata": {"newskit": {"path": name}}}
        for at, name in enumerate(names)
    ]
    (folder / "r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return newskit("import", "jsonl", "r.jsonl", "-o", "o")


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_an_import_writes_posts_only(newskit, tmp_path: Path) -> None:
    done = _import(newskit, tmp_path, [*NAMES, *KEPT])
    assert done.returncode == 0
    assert _files(tmp_path / "o") == {*NAMES.values(), *KEPT}
    for name, written in NAMES.items():
        assert f"{name} is written as" in done.stderr.decode()
        assert written in done.stderr.decode()


def test_an_import_writes_nothing_where_no_post_may_be(newskit, tmp_path: Path) -> None:
    done = _import(newskit, tmp_path, [*REFUSED, "a.md"])
    assert (done.returncode, _files(tmp_path / "o")) == (1, {"a.md"})
    assert f"{len(REFUSED)} refused".encode() in done.stderr


def test_names_that_some_system_takes_for_one_are_numbered(newskit, tmp_path: Path) -> None:
    names = ["a.md", "A.md", "caf\u00e9.md", "cafe\u0301.md", "b/x.md", "B/x.md"]
    assert _import(newskit, tmp_path, names).returncode == 0
    files = _files(tmp_path / "o")
    assert files == {"a.md", "A-2.md", "caf\u00e9.md", "cafe\u0301-2.md", "b/x.md", "B/x-2.md"}
    again = _import(newskit, tmp_path, names)
    assert b"6 unchanged" in again.stderr


NONSENSE = [
    5,
    None,
    "x",
    [],
    {},
    [["yaml"]],
    {"a": {}},
    -1,
    1e308,
    True,
    {"name": ["utf-8"]},
    {"front_matter": ["yaml"]},
    {"front_matter": {}},
    {"name": "rot13"},
    {"base64": 5},
]


@pytest.mark.parametrize(
    "key",
    [
        "input_format",
        "encoding",
        "newline",
        "path",
        "derived",
        "source",
        "path_bytes",
        "sha256",
        "record",
        "front_matter_text",
    ],
)
def test_a_record_with_nonsense_does_not_end_an_import(newskit, tmp_path: Path, key: str) -> None:
    rows = [{"id": "first", "content_markdown": "x\n"}]
    rows += [
        {"id": f"n{at}", "content_markdown": "x\n", "metadata": {"newskit": {key: value}}}  # type: ignore[dict-item]
        for at, value in enumerate(NONSENSE)
    ]
    rows += [{"id": "last", "content_markdown": "x\n"}]
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = newskit("import", "jsonl", "r.jsonl", "-o", "o")
    assert done.returncode in {0, 1}
    assert {"first.md", "last.md"} <= _files(tmp_path / "o")
    assert b"bug of its own" not in done.stderr


VALUES = {
    "yaml digits": ("---\n{}\nn: " + "7" * 40 + "\n---\n", "7" * 40),
    "yaml binary": ('---\n{}\nn: !!binary "é?"\n---\n', "é?"),
    "yaml int": ("---\n{}\nn: !!int many\n---\n", "many"),
    "toml digits": ("+++\n{}\nn = " + "7" * 40 + "\n+++\n", "7" * 40),
    "toml hex": ("+++\n{}\nn = 0x" + "f" * 40 + "\n+++\n", "0x" + "f" * 40),
    "toml in a list": ("+++\n{}\nn = ['a', " + "7" * 40 + "]\n+++\n", "7" * 40),
    "json digits": ('{{{},\n"n": ' + "7" * 40 + "}}\n\n", "7" * 40),
}
HEADS = {
    "yaml": "title: T\ndate: 2024-01-02",
    "toml": 'title = "T"\ndate = 2024-01-02',
    "json": '"title": "T",\n"date": "2024-01-02"',
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_that_cannot_be_read_is_a_finding_and_text(
    newskit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    import re

    from newskit.read.formats import json_block, yaml_block, yaml_quick

    for module in (front_matter, json_block, toml_block, yaml_block, yaml_quick):
        monkeypatch.setattr(module, "MAX_DIGITS", 30)
    monkeypatch.setattr(toml_block, "_DIGITS", re.compile("[0-9A-Fa-f_]{30}"))
    pattern = toml_block._STRING_OR_NUMBER.pattern.replace("300", "30")
    monkeypatch.setattr(toml_block, "_STRING_OR_NUMBER", re.compile(pattern, re.DOTALL))
    monkeypatch.setattr(yaml_quick, "_LONG_NUMBER", re.compile("[0-9]{30}"))
    text, value = VALUES[name]
    (tmp_path / "a.md").write_text(text.format(HEADS[name.split(maxsplit=1)[0]]) + "Text.\n")
    found = newskit("validate", "a.md")
    assert b"NK116" in found.stdout
    record = json.loads(newskit("export", "jsonl", "a.md").stdout)
    assert (record["title"], record["date_published"]) == ("T", "2024-01-02")
    held = record["metadata"]["n"]
    assert value in (held if isinstance(held, list) else [held])


def test_keys_that_nest_too_deep_are_a_finding(
    newskit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(toml_block, "MAX_DEPTH", 8)
    for line in (".".join("a" * 10) + " = 1", "[" + ".".join("a" * 10) + "]"):
        (tmp_path / "a.md").write_text(f'+++\ntitle = "T"\n{line}\n+++\nText.\n')
        assert b"NK112" in newskit("validate", "a.md").stdout


CODE = "open('ran', 'w')\nfrom markdownify import MarkdownConverter as Own\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An archive that brings code and a configuration that names it."""
    (tmp_path / "a.md").write_text("<p>Some <b>words</b>.</p>\n")
    (tmp_path / "newskit.toml").write_text(
        '[convert]\nengine = "markdownify"\n[convert.markdownify]\nconverter = "own:Own"\n'
    )
    for name in ("own", "yaml", "typer", "orjson", "selectolax"):
        (tmp_path / f"{name}.py").write_text(CODE)
    return tmp_path


def test_a_configuration_chooses_no_code(newskit, project: Path, monkeypatch) -> None:
    monkeypatch.delenv("NEWSKIT_ALLOW_CODE", raising=False)
    done = newskit("convert", "a.md")
    assert done.returncode == 2
    assert b"--allow-code" in done.stderr
    assert not (project / "ran").exists()


def test_code_runs_where_the_user_allows_it_and_from_no_other_file(project: Path) -> None:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("NEWSKIT_")}
    for option, code in (("--check", 2), ("--allow-code", 0)):
        done = subprocess.run(
            [sys.executable, "-m", "newskit", "convert", "a.md", option],
            cwd=project,
            capture_output=True,
            check=False,
            timeout=60,
            env=clean,
        )
        assert done.returncode == code, done.stderr
        assert (project / "ran").exists() is (option == "--allow-code")


def test_a_converter_that_is_not_installed_is_named(newskit, project: Path) -> None:
    config = project / "newskit.toml"
    config.write_text(config.read_text().replace("own:Own", "nobody"))
    done = newskit("convert", "a.md")
    assert done.returncode == 2
    assert b"nobody" in done.stderr


@pytest.mark.parametrize(
    "inner",
    ['<string><a href="u">words</a></string>', '<code>a <a href="u">b</a> c</code>',
     "<x>a <b>b</b></x> and <y><i>c</i></y>", '<kbd><a href="u"><b>q</b></a></kbd>'],
)  # fmt: skip
@pytest.mark.parametrize("wrap", ["<p>{}</p>", "<ul><li>{}</li></ul>", "<h2>{}</h2>", "{}"])
def test_converting_twice_is_converting_once(
    newskit, tmp_path: Path, wrap: str, inner: str
) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"---\ntitle: T\n---\n{wrap.format(inner)}\n\n<p>More <b>words</b>.</p>\n")
    newskit("convert", "a.md", "--in-place")
    once = path.read_bytes()
    newskit("convert", "a.md", "--in-place")
    assert path.read_bytes() == once


def test_a_script_that_cannot_be_serialised_is_no_crash(newskit, tmp_path: Path) -> None:
    body = "<table><tr><td><script><!-- <table><tr><td><script></td></tr></table>\n" * 2
    (tmp_path / "a.md").write_text(f"---\ntitle: T\n---\n<p>x <b>y</b></p>\n{body}")
    done = newskit("convert", "a.md")
    assert b"NK907" not in done.stderr


@pytest.mark.parametrize("head", ["---\ntitle: T\nn: {}\n---\n", '+++\ntitle = "T"\nn = {}\n+++\n'])
def test_a_number_that_python_refuses_is_text(newskit, tmp_path: Path, head: str) -> None:
    digits = "7" * 5000
    (tmp_path / "a.md").write_text(head.format(digits) + "Text.\n")
    done = newskit("export", "jsonl", "a.md")
    assert json.loads(done.stdout)["metadata"]["n"] == digits
    assert b"NK907" not in done.stderr


@pytest.mark.parametrize(("slug", "name"), [("con", "_con"), ("aux", "_aux"), ("ferry", "ferry")])
def test_a_slug_that_is_a_device_of_windows_is_no_file_name(slug: str, name: str) -> None:
    from newskit.importers.target import harmless_part

    assert harmless_part(f"{slug}.md") == f"{name}.md"


def test_forms_that_nest_deeper_than_python_compares_are_compared() -> None:
    from newskit.convert.proof.verify import same

    def nested(word: str) -> tuple[object, ...]:
        form: tuple[object, ...] = (word,)
        for _ in range(5000):
            form = ("box", form)
        return form

    assert same([nested("ferry")], [nested("ferry")])
    assert not same([nested("ferry")], [nested("bridge")])


@pytest.mark.parametrize("command", ["validate", "convert", "strip", "export", "import"])
def test_a_record_that_gives_a_name_twice_is_refused_by_every_command(
    newskit, tmp_path: Path, command: str
) -> None:
    twice = '{"title":"One","title":"Two","content_html":"<p>x</p>","id":"1"}\n'
    once = '{"title":"Three","content_html":"<p>y</p>","id":"2"}\n'
    (tmp_path / "r.jsonl").write_text(twice + once)
    words = {
        "validate": ("validate", "r.jsonl"),
        "convert": ("convert", "r.jsonl", "-o", "out"),
        "strip": ("strip", "r.jsonl", "-o", "out"),
        "export": ("export", "jsonl", "r.jsonl", "-o", "out.jsonl"),
        "import": ("import", "jsonl", "r.jsonl", "-o", "out"),
    }
    ended = newskit(*words[command])
    assert ended.returncode != 0
    assert b"the name is given twice: title" in ended.stdout + ended.stderr
    if command != "validate":
        written = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
        assert sum("Three" in text for text in written) == 2
        assert sum("Two" in text for text in written) == 1
