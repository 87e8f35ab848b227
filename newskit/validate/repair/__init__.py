"""Repairs: edits of a post's text that mend a finding, each checked by reading the result."""
