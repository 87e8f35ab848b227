"""The generators, a file each; each says what its files are."""
