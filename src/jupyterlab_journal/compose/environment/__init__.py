"""The facts of a kernel, for readers and for comparison."""
