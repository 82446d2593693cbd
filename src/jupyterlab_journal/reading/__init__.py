"""What the code of a cell and its names say."""
