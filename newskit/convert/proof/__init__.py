"""The proof that Markdown renders to the document of its source; nothing here writes Markdown."""
