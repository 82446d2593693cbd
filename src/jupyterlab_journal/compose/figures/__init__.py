"""Pictures of a cell's output as attachments of the entry."""
