"""The account: an inventory of a document's values, and what of it another document lacks.

It shares no code with the writer of the Markdown or with the proof of its structure, so that what
those do not see is seen here.
"""
