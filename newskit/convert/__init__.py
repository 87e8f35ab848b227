"""Bodies to Markdown, proved by rendering."""
