"""Bodies to content, boilerplate and facts."""
