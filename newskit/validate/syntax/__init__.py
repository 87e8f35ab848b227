"""Why front matter cannot be parsed, in words, and how to mend it."""
