"""What went wrong: the error of a cell, its place, its cause, its signature."""
