"""NK105 and NK120 to NK149: front matter that cannot be parsed, by cause."""
