"""Images: found, fetched, checked."""
