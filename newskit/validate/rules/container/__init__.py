"""NK101 to NK119: the file, its encoding and its fences."""
