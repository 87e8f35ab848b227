"""Posts against each other: small facts of each post, kept on disk, compared at the end."""
