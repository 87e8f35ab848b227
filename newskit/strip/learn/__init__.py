"""Learning an archive's boilerplate from its posts."""
