"""The profiles by name. Adding one: a file here, a line below, a value of `RecordProfile`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from newskit.config.export import RecordProfile
from newskit.records.profiles.dolma import dolma_record
from newskit.records.profiles.hf import hf_record
from newskit.records.profiles.jsonfeed import jsonfeed_item
from newskit.records.profiles.ninjs import ninjs_record
from newskit.records.profiles.schemaorg import schemaorg_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newskit.config.export import ExportConfig
    from newskit.post import JsonValue

__all__ = ["shape_record"]

_SHAPES: Final[
    Mapping[RecordProfile, Callable[[dict[str, JsonValue], str], dict[str, JsonValue]]]
] = MappingProxyType(
    {
        RecordProfile.HF: hf_record,
        RecordProfile.DOLMA: dolma_record,
        RecordProfile.NINJS: ninjs_record,
        RecordProfile.SCHEMAORG: schemaorg_record,
        RecordProfile.JSONFEED: jsonfeed_item,
    }
)


def shape_record(record: dict[str, JsonValue], config: ExportConfig) -> dict[str, JsonValue]:
    """Return a record in the shape of `config.profile`."""
    shape = _SHAPES.get(config.profile)
    return record if shape is None else shape(record, config.dataset)
