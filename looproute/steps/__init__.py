"""Step-length model: walker, measured walks, prior, posterior, pace, grade and stairs."""
