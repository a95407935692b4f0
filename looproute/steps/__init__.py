"""Step-length model: walker, walks, prior, posterior, pace, grade and stairs."""
