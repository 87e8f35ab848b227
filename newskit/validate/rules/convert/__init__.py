"""NK6xx: what converting finds."""
