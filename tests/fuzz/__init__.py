"""Coverage-guided fuzzing, which pytest leaves alone."""
