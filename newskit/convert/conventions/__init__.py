"""The conventions of platforms and editors: what their HTML means beside what its elements say."""
