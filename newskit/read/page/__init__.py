"""What whole HTML pages say of themselves."""
