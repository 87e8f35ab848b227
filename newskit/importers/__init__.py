"""Importing: other formats become posts; a file per format."""
