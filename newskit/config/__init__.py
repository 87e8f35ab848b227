"""The configuration: one frozen dataclass a section, one loader."""
