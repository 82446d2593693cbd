"""What happened: measured numbers, read from outputs only where they can be read with certainty."""
