"""Reading: paths, globs, standard input and records become posts."""
