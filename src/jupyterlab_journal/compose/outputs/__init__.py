"""Outputs of a cell into Markdown: text stays text, pictures become attachments."""
