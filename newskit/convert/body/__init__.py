"""Bodies as they are: what is HTML, what is Markdown and what is neither."""
