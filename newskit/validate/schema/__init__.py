"""JSON Schemas: found, checked, judged by, put into words, inferred."""
