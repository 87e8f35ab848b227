"""NK351 to NK399: bodies."""
