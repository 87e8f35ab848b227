from __future__ import annotations

from pathlib import Path

import pytest

from newskit.config.convert import Profile
from newskit.config.load import find_config, load_config
from newskit.config.model import Config
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
    ],
)
def test_what_is_wrong_is_named_with_its_place_and_a_hint(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load(tmp_path, text)
    assert str(tmp_path) in caught.value.message
    assert hint in caught.value.hint


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
