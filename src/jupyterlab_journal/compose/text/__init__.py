"""Text on its way into Markdown: plain, bounded, escaped, without secrets."""
