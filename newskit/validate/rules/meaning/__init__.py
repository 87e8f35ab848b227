"""NK301 to NK349: front matter that is valid and still wrong."""
