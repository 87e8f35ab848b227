"""A post's body as valid XHTML."""
