"""Changes and metrics as Markdown tables and titles."""
