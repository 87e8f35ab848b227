from __future__ import annotations

from pathlib import Path

import pytest

from newskit.config.convert import Profile
from newskit.config.model import Config, find_config, load_config
from newskit.errors import ConfigError


def load(tmp_path: Path, text: str, **environment: str) -> Config:
    path = tmp_path / "newskit.toml"
    path.write_text(text)
    return load_config(path, environment)


def test_no_file_and_no_variables_give_the_defaults() -> None:
    assert load_config(None, {}) == Config()


def test_keys_are_written_with_hyphens_and_checked_by_type(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        """
        [read]
        include = ["*.md"]
        max-bytes = 1000
        [convert]
        profile = "gfm"
        [convert.markdownify]
        parser = "lxml"
        [export.fields]
        title = ["headline"]
        [export.epub]
        title = "Book"
        """,
    )
    assert config.read.include == ("*.md",)
    assert config.read.max_bytes == 1000
    assert config.convert.profile is Profile.GFM
    assert config.convert.markdownify.parser == "lxml"
    assert config.export.fields.title == ("headline",)
    assert config.epub.title == "Book"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[convert]\nprofil = 'gfm'", "unknown key `profil`", "`profile`"),
        ("[convrt]\n", "unknown key `convrt`", "`convert`"),
        ("[convert]\nprofile = 'gmf'", "must be one of portable, gfm", "`gfm`"),
        ("[convert]\nwrap = '80'", "`wrap` must be a whole number", ""),
        ("[convert]\nwrap = true", "`wrap` must be a whole number", ""),
        ("[convert]\nwrap = -3", "`wrap` must not be negative", ""),
        ("[strip]\nmax-share = 7", "`max-share` must be at most 1, not 7", ""),
        ("[strip]\nmax-share = nan", "`max-share` must not be negative", ""),
        ("[read]\ngitignore = 1", "`gitignore` must be true or false", ""),
        ("[read]\ninclude = '*.md'", "`include` must be a list", ""),
        ("[read]\ninclude = [1]", r"`include`\[0\] must be text", ""),
        ("[export]\nfields = 1", "must be a table", ""),
        ("[convert\n", "is not valid TOML", ""),
        ("[convert]\nbase-url = 'x'", "`base-url`: 'x' is not a whole address", "https://"),
        ("[convert]\nkeep = ['<b>']", "`keep`: '<b>' is not the name of a tag", "brackets"),
        ("[convert]\ndrop = ['a', '<<']", "`drop`: '<<' is not a CSS selector", "style sheet"),
        ("[export.epub]\nlanguage = 'x y'", "`epub`: `language`: 'x y' is not a language", "pt-BR"),
        ("folder = 'x'", "unknown key `folder`", "known keys: read, validate, convert, strip, exp"),
        ("[epub]\ntitle = 'x'", "unknown key `epub`", "`export.epub`"),
        ("[export]\nepbu = 1", "`export`: unknown key `epbu`", "`epub`"),
        ("export = 1", "`export` must be a table", ""),
        ("[export]\nepub = 1", "`epub` must be a table", ""),
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_a_hint(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load(tmp_path, text)
    assert str(tmp_path) in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[convert]\nwrap = '80'", 2),
        ("convert.wrap = 1\n\n# a comment\nconvert.profil = 'gfm'", 4),
        ("[convert]\nkeep = [\n  'b',\n  '<i>',\n]\nwrap = 1", 2),
        ("[strip]\nmatch = '''\n[convert]\n'''\n", 2),
        ("convert = { wrap = 1, dorp = [] }", 1),
        ("[[validate.schemas]]\nfiles = []\n[[validate.schemas]]\n\nfiles = 3\n", 5),
        ("[read]\r\n\r\nhidden = 1\r\n", 3),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    assert caught.value.message.startswith(f"{tmp_path / 'newskit.toml'}:{line}: ")


@pytest.mark.parametrize(("rules", "line"), [(300, 1203), (4_500, 0)])
def test_the_line_in_a_long_file_is_found_soon_or_left_out(
    tmp_path: Path, rules: int, line: int
) -> None:
    rule = "[[strip.rules]]\nid = 'a'\nkind = 'nav'\nmatch = 'x'\n"
    with pytest.raises(ConfigError, match="`wrap` must be a whole number") as caught:
        load(tmp_path, f"{rule * rules}\n[convert]\nwrap = 'x'\n{rule * rules}")
    place = f":{line}: " if line else ": "
    assert caught.value.message.startswith(f"{tmp_path / 'newskit.toml'}{place}")


def test_the_line_is_that_of_the_project_file(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[convert]\nwrap = 'x'\n[tool.newskit.convert]\nwrap = 'x'\n")
    with pytest.raises(ConfigError, match=r"pyproject\.toml:4: `convert`: `wrap` must be"):
        load_config(path, {})


@pytest.mark.parametrize("tag", ["en", "zh-Hans", "pt-BR", "zh_TW", "sl-rozaj-biske", "es-419"])
def test_language_tags_are_taken(tmp_path: Path, tag: str) -> None:
    assert load(tmp_path, f"[export.epub]\nlanguage = '{tag}'\n").epub.language == tag


def test_variables_go_over_the_file(tmp_path: Path) -> None:
    text = "[convert]\nprofile = 'gfm'\nwrap = 10\n"
    config = load(tmp_path, text, NEWSKIT_CONVERT_WRAP="72", NEWSKIT_READ_INCLUDE="*.md, *.txt")
    assert (config.convert.profile, config.convert.wrap) == (Profile.GFM, 72)
    assert config.read.include == ("*.md", "*.txt")


@pytest.mark.parametrize("variable", ["NEWSKIT_CONVRT_WRAP", "NEWSKIT_CONVERT_WARP"])
def test_a_variable_that_sets_nothing_is_an_error(variable: str) -> None:
    with pytest.raises(ConfigError, match=variable):
        load_config(None, {variable: "72"})


def test_paths_in_a_file_start_at_its_folder(tmp_path: Path) -> None:
    text = "[strip]\nrules-files = ['rules.toml']\n[validate]\nschema = 'builtin:post'\n"
    config = load(tmp_path, text + "[[validate.schemas]]\nfiles = ['a*']\nschema = 's.json'\n")
    assert config.strip.rules_files == (str(tmp_path / "rules.toml"),)
    assert config.validate.schema == "builtin:post"
    assert config.validate.schemas[0].schema == str(tmp_path / "s.json")


def test_the_search_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "newskit.toml").write_text("")
    inner = tmp_path / "repository" / "posts"
    inner.mkdir(parents=True)
    assert find_config(inner) == tmp_path / "newskit.toml"
    (tmp_path / "repository" / ".git").mkdir()
    assert find_config(inner) is None


def test_in_one_folder_the_more_special_file_comes_first(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert find_config(tmp_path) is None or find_config(tmp_path) != tmp_path / "pyproject.toml"
    (tmp_path / "pyproject.toml").write_text("[tool.newskit.convert]\nwrap = 1\n")
    assert find_config(tmp_path) == tmp_path / "pyproject.toml"
    assert load_config(tmp_path / "pyproject.toml", {}).convert.wrap == 1
    (tmp_path / "newskit.toml").write_text("")
    assert find_config(tmp_path) == tmp_path / "newskit.toml"
    (tmp_path / ".newskit.toml").write_text("")
    assert find_config(tmp_path) == tmp_path / ".newskit.toml"
