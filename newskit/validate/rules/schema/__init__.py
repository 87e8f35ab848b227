"""NK2xx: what a JSON Schema finds."""
