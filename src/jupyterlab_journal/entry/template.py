"""Find and fill the Markdown templates of entries.

A template is data: a short front matter (``kind``, ``title``, ``locale``,
optionally ``numbered`` and one ``hint.<field>`` for each field a person
fills) and a Markdown body with named placeholders, ``{{ name }}``. There are
no expressions. A field left empty shows its hint in italics; any other empty
placeholder disappears with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.errors import InvalidTemplate
from jupyterlab_journal.locale import LOCALES, read_text

MAX_TEMPLATE_BYTES = 64 * 1024

_PLACEHOLDER = re.compile(r"\{\{ *([a-z_]+) *\}\}")
_FRONT_MATTER = re.compile(r"---\n(?P<head>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_KEYS = {"kind", "title", "locale", "numbered"}


@dataclass(frozen=True, kw_only=True)
class Template:
    """The skeleton of one kind of entry in one language.

    Parameters
    ----------
    title : str
        What the kind is called, such as ``"Step"``; heads the entry.
    numbered : bool
        Whether the heading counts: "Step 3".
    hints : mapping
        By field that a person fills, in order: the question it answers.
    body : str
        Markdown with placeholders.
    """

    kind: Kind
    title: str
    locale: str
    body: str
    hints: Mapping[str, str]
    numbered: bool = False
    source: str = "shipped"

    def heading(self, *, number: int | None = None, title: str | None = None) -> str:
        """Return the text of the heading, such as ``"Step 3 · Lower the learning rate"``."""
        word = f"{self.title} {number}" if self.numbered and number is not None else self.title
        return f"{word} · {title}" if title else word

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the body with `values` in their places.

        Parameters
        ----------
        values : mapping
            By placeholder; values are inserted as they are and never read for
            placeholders themselves.
        """
        return (
            "\n\n".join(
                filled
                for part in self.body.strip().split("\n\n")
                if (filled := self._fill_paragraph(part, values)) is not None
            )
            + "\n"
        )

    def _fill_paragraph(self, paragraph: str, values: Mapping[str, str]) -> str | None:
        names = _PLACEHOLDER.findall(paragraph)
        if names and not any(values.get(name) or name in self.hints for name in names):
            return None
        return _PLACEHOLDER.sub(lambda match: values.get(match[1]) or self._hint(match[1]), paragraph)

    def _hint(self, name: str) -> str:
        return f"*{self.hints[name]}*" if name in self.hints else ""


def parse_template(text: str, *, name: str, source: str = "shipped") -> Template:
    """Read one template.

    Parameters
    ----------
    text : str
        The file's content.
    name : str
        The file's name, for messages.
    source : str
        ``"shipped"``, ``"user"`` or ``"team"``.

    Raises
    ------
    InvalidTemplate
        When it is too large, has no front matter, or lacks or misnames a key.
    """
    if len(text.encode()) > MAX_TEMPLATE_BYTES:
        raise InvalidTemplate("template_too_large", name=name, limit=MAX_TEMPLATE_BYTES)
    match = _FRONT_MATTER.match(text.replace("\r\n", "\n"))
    if match is None:
        raise InvalidTemplate("template_without_front_matter", name=name)
    head = _front_matter(match["head"], name)
    hints = {key[5:]: value for key, value in head.items() if key.startswith("hint.")}
    try:
        kind = Kind(head["kind"])
        return Template(
            kind=kind,
            title=head["title"],
            locale=head["locale"],
            numbered=head.get("numbered") == "yes",
            hints=hints,
            body=match["body"],
            source=source,
        )
    except KeyError as error:
        raise InvalidTemplate("template_without_key", name=name, key=str(error.args[0])) from None
    except ValueError:
        kinds = [known.value for known in Kind]
        raise InvalidTemplate(
            "template_of_unknown_kind",
            name=name,
            kind=repr(head["kind"]),
            kinds=kinds,
        ) from None


def _front_matter(head: str, name: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in filter(str.strip, head.split("\n")):
        key, colon, value = line.partition(":")
        if not colon or not (key in _KEYS or key.startswith("hint.")):
            raise InvalidTemplate("template_line", name=name, line=repr(line[:60]), keys=sorted(_KEYS))
        fields[key] = value.strip()
    return fields


@cache
def list_templates(locale: str) -> tuple[Template, ...]:
    """Return the templates of a language, in the order of `Kind`.

    Raises
    ------
    InvalidTemplate
        For a language that has none.
    """
    if locale not in LOCALES:
        raise InvalidTemplate("no_templates", locale=repr(locale), locales=LOCALES)
    return tuple(
        parse_template(read_text(locale, f"templates/{kind.value}.md"), name=f"{locale}/{kind.value}.md")
        for kind in Kind
    )


def find_template(kind: Kind, locale: str) -> Template:
    """Return the template of a kind in a language.

    Parameters
    ----------
    kind : Kind
        Every language has a template for each.
    locale : str
        One of `LOCALES`.

    Returns
    -------
    Template
        The same object for each call.
    """
    return next(template for template in list_templates(locale) if template.kind is kind)


@cache
def known_hints() -> frozenset[str]:
    """Return every hint of every language: a section that shows one is unfilled."""
    return frozenset(
        hint for locale in LOCALES for template in list_templates(locale) for hint in template.hints.values()
    )
