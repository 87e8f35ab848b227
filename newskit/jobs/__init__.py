"""The commands without a command line: stages joined, a file per kind of work."""
