"""Steps between a notebook and its page; each does one thing, on a copy."""

from jupyterlab_journal.export.preprocessors.attachments import AttachmentsPreprocessor
from jupyterlab_journal.export.preprocessors.figures import FiguresPreprocessor
from jupyterlab_journal.export.preprocessors.journal_only import JournalOnlyPreprocessor
from jupyterlab_journal.export.preprocessors.journal_preprocessor import NumberPreprocessor
from jupyterlab_journal.export.preprocessors.no_code import NoCodePreprocessor
from jupyterlab_journal.export.preprocessors.page_language import LanguagePreprocessor
from jupyterlab_journal.export.preprocessors.page_parts import PagePreprocessor
from jupyterlab_journal.export.preprocessors.redaction import RedactionPreprocessor
from jupyterlab_journal.export.preprocessors.shown_outputs import OutputsPreprocessor
from jupyterlab_journal.export.preprocessors.unfilled import UnfilledPreprocessor

__all__ = [
    "AttachmentsPreprocessor",
    "FiguresPreprocessor",
    "JournalOnlyPreprocessor",
    "LanguagePreprocessor",
    "NoCodePreprocessor",
    "NumberPreprocessor",
    "OutputsPreprocessor",
    "PagePreprocessor",
    "RedactionPreprocessor",
    "UnfilledPreprocessor",
]
