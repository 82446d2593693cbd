"""What is known of a run's surroundings: the kernel's own answer, and what the server adds to it."""
