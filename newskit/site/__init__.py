"""The model of a site: what builds it, and what its files are to it."""
