"""Template code in posts: what it shows, without running any of it."""
