"""What happens in a running kernel: one watch per kernel, which never disturbs it."""
