"""Checks a file against the standard's own schema before it leaves. The schema comes with the package `sepaxml`."""

from functools import cache
from importlib.resources import files
from typing import Final

from lxml import etree

from payouts.rails.batch import FileRefused

PAIN_001: Final = "schemas/pain.001.001.09.xsd"


def check_pain001(document: bytes) -> None:
    """Raise FileRefused with the first thing that the schema minds."""
    # Our own writer's words: nothing from outside is parsed here, and entities stay unresolved all the same.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        tree = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise FileRefused(f"not XML: {error}") from error
    schema = _schema()
    if not schema.validate(tree):
        raise FileRefused(str(schema.error_log.last_error))


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(files("sepaxml").joinpath(PAIN_001).read_bytes()))
