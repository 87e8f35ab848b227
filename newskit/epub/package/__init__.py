"""The package document and the navigation."""
