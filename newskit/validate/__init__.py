"""Posts to findings and fixes."""
