"""A local page to decide on: proposed strip rules, differences, near-duplicates, unsafe repairs."""
