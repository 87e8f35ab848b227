"""The whole configuration: one frozen dataclass, a section a stage."""

from __future__ import annotations

from newskit.config.convert import ConvertConfig
from newskit.config.export import EpubConfig, ExportConfig
from newskit.config.read import ReadConfig
from newskit.config.strip import StripConfig
from newskit.config.validate import ValidateConfig
from newskit.frozen import dataclass, field


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting; sections are the tables of the configuration file."""

    read: ReadConfig = field(
        default_factory=ReadConfig, metadata={"help": "which files are posts, and limits"}
    )
    validate: ValidateConfig = field(
        default_factory=ValidateConfig, metadata={"help": "what is looked for"}
    )
    convert: ConvertConfig = field(
        default_factory=ConvertConfig, metadata={"help": "how bodies become Markdown"}
    )
    strip: StripConfig = field(
        default_factory=StripConfig, metadata={"help": "what boilerplate is, and where facts go"}
    )
    export: ExportConfig = field(
        default_factory=ExportConfig, metadata={"help": "how posts become records"}
    )
    epub: EpubConfig = field(
        default_factory=EpubConfig, metadata={"help": "how posts become books ([export.epub])"}
    )
    folder: str = field(
        default="", metadata={"help": "folder of the configuration file; paths in it start here"}
    )
