"""Finds the words of templates for the translation catalogue, so that Babel alone suffices where GNU gettext is absent.

Named in `frontend/locale/babel.cfg`; the commands stand in docs/design-system.md.
"""

from collections.abc import Collection, Iterator, Mapping
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract_template(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Any]:
    """A Babel extraction method: Django turns the template into gettext calls, Babel reads those as Python.

    The parentheses around the whole make Python's tokenizer indifferent to how the template is indented.
    """
    calls = templatize(fileobj.read().decode("utf-8"))
    python = BytesIO(f"({calls}\n)".encode())
    yield from extract_python(python, keywords, comment_tags, {"encoding": "utf-8"})
