"""What must never be written: every text passes here on its way into Markdown or metadata."""

from .engine import Redactor
from .removal import Redacted, Removal

__all__ = ["Redacted", "Redactor", "Removal"]
