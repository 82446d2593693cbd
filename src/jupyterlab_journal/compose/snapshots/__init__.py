"""What a snapshot of a kernel holds, read without trusting its shape."""
