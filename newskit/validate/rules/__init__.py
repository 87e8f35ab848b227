"""The rules, a file each: code, name, manual page and check."""
