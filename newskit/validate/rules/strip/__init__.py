"""NK5xx: what stripping finds."""
