"""Where lines go: standard output, a file, several files; plain or compressed; whole or not."""
