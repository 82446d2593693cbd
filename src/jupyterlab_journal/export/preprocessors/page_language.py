"""Say in which language the page is, for the right glyphs and the right voice."""

from __future__ import annotations

import re

from jupyterlab_journal.export.preprocessors.journal_preprocessor import NotebookNode, Resources, Step

_HAN = re.compile(r"[\u3400-\u9fff]")
_KANA_OR_HANGUL = re.compile(r"[\u3040-\u30ff\uac00-\ud7af]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_NO_PROSE = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$"
    r"|\\begin\{(?P<environment>\w+\*?)\}.*?\\end\{(?P=environment)\}|<[^>]*>|\]\([^)\n]*\)|https?://\S+",
    re.DOTALL | re.MULTILINE,
)


class LanguagePreprocessor(Step):
    """Set ``language_code`` to ``zh-CN`` where the prose is mostly Chinese.

    Browsers draw the same Han character in its Chinese or Japanese form
    according to this attribute.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Weigh Han characters against Latin words in the Markdown cells; code and formulas do not count."""
        prose = "\n".join(
            _NO_PROSE.sub(" ", cell.source) for cell in nb.cells if cell.cell_type == "markdown"
        )
        han = len(_HAN.findall(prose))
        if han > len(_LATIN_WORD.findall(prose)) and len(_KANA_OR_HANGUL.findall(prose)) * 5 < han:
            resources["language_code"] = "zh-CN"
        return nb, resources
