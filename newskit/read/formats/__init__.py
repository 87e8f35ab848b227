"""Front matter formats: one file each, joined by `registry`."""
