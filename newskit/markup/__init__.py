"""What the stages share about Markdown and HTML as text, by offsets; nothing is rendered."""
