"""The shapes by name. Adding one: a file here, a line below, a value of `RecordShape`."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from newskit.config.export import RecordShape
from newskit.records.shapes.dolma import dolma_record
from newskit.records.shapes.hf import hf_record
from newskit.records.shapes.jsonfeed import jsonfeed_item
from newskit.records.shapes.ninjs import ninjs_record
from newskit.records.shapes.schemaorg import schemaorg_record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from newskit.config.export import ExportConfig
    from newskit.post import JsonValue

__all__ = ["shape_record"]

_SHAPES: Final[
    Mapping[RecordShape, Callable[[dict[str, JsonValue], str], dict[str, JsonValue]]]
] = MappingProxyType(
    {
        RecordShape.HF: hf_record,
        RecordShape.DOLMA: dolma_record,
        RecordShape.NINJS: ninjs_record,
        RecordShape.SCHEMAORG: schemaorg_record,
        RecordShape.JSONFEED: jsonfeed_item,
    }
)


def shape_record(record: dict[str, JsonValue], config: ExportConfig) -> dict[str, JsonValue]:
    """Return a record in the shape of `config.shape`."""
    shape = _SHAPES.get(config.shape)
    return record if shape is None else shape(record, config.dataset)
