"""Rules of stripping that stand in files of their own."""

from __future__ import annotations

from pathlib import Path

from newskit.config.strip import StripConfig, StripRule
from newskit.errors import ConfigError
from newskit.files import read_text
from newskit.frozen import replace


def with_rule_files(config: StripConfig) -> StripConfig:
    """Return `config` with the rules of its files among its rules, and no files left to read.

    Raises:
        ConfigError: when a file cannot be read, or a rule in it or in `config` is wrong.
    """
    if config.rules:
        from newskit.strip.rulefile import check_expressions

        check_expressions(config.rules, "strip.rules")
    if not config.rules_files:
        return config
    more = tuple(rule for name in config.rules_files for rule in read_rule_file(Path(name)))
    return replace(config, rules=(*config.rules, *more), rules_files=())


def read_rule_file(path: Path) -> tuple[StripRule, ...]:
    """Read the rules of one file.

    Raises:
        ConfigError: when it cannot be read or a rule in it is wrong.
    """
    from newskit.strip.rulefile import parse_rules

    return parse_rules(rule_text(path), str(path))


def rule_text(path: Path) -> str:
    """Return the text of a rule file.

    Raises:
        ConfigError: when it cannot be read or is not UTF-8.
    """
    try:
        return read_text(path)
    except OSError as error:
        raise ConfigError(
            f"{path}: the rule file cannot be read: {error.strerror or error}",
            hint="--rules names rule files, and so does rules-files in [strip] of newskit.toml",
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8 (byte {error.start})") from error
