"""Posts to JSON Lines and EPUB folders."""
