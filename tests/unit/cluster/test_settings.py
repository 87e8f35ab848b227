from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from newskit.cluster.plan import load_settings, plain_settings
from newskit.config.convert import Profile
from newskit.config.model import Config, load_config
from newskit.errors import ConfigError


def test_the_defaults_are_an_empty_plan() -> None:
    assert plain_settings(Config()) == {}
    assert load_settings({}) == Config()


def test_what_was_changed_comes_back_over_json() -> None:
    config = Config()
    config = dataclasses.replace(
        config,
        read=dataclasses.replace(config.read, include=("*.txt",), max_bytes=7),
        convert=dataclasses.replace(config.convert, profile=Profile.KRAMDOWN),
        folder="/archive",
    )
    carried = json.loads(json.dumps(plain_settings(config)))
    assert load_settings(carried) == config


def test_a_configuration_file_with_tables_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "newskit.toml"
    path.write_text(
        '[validate.per-file-ignores]\n"drafts/*" = ["NK121"]\n[export]\nbody = "html"\n'
        '[export.epub]\ntitle = "T"\n'
    )
    config = load_config(path, {})
    assert load_settings(json.loads(json.dumps(plain_settings(config)))) == config


def test_an_unknown_setting_is_an_error() -> None:
    with pytest.raises(ConfigError, match="unknown key"):
        load_settings({"nonsense": 1})
