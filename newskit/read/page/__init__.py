"""What whole HTML pages state about themselves."""
