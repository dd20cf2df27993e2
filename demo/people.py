"""The demo's people and brands, all invented. Everybody signs in with the same password, printed at the start."""

from dataclasses import dataclass

PASSWORD = "fair-pay-for-all-2026"
DOMAIN = "demo.fairbrief.example"


@dataclass(frozen=True, slots=True)
class DemoBrand:
    """A brand with its owner and, by role, further members (first names of invented people)."""

    slug: str
    name: str
    about: str
    owner: str
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoCreative:
    """A creative, and the hand (style) that the artwork is drawn with."""

    handle: str
    name: str
    headline: str
    locale: str = "en"


BRANDS = (
    DemoBrand(
        "halden-tea",
        "Halden Tea",
        "A tea house on the quay, blending by hand since last spring.",
        "Ines Varrow",
        (("manager", "Tom Ellick"), ("judge", "Aya Norrin"), ("finance", "Paul Desmée")),
    ),
    DemoBrand("atelier-morvane", "Atelier Morvane", "Meubles en chêne massif, assemblés sans colle.", "Lucie Morvane"),
    DemoBrand("kestrel-bikes", "Kestrel Bikes", "Cargo bikes for families who sold the second car.", "Bram Oostwyk"),
    DemoBrand(
        "les-nuits-claires", "Les Nuits Claires", "Un festival de courts métrages en plein air.", "Salomé Dravet"
    ),
    DemoBrand("north-pier", "North Pier Press", "Small runs of good books.", "Edda Collmar"),
)

CREATIVES = (
    DemoCreative("mira-solt", "Mira Solt", "Marks and letters, drawn slowly"),
    DemoCreative("jonas-brek", "Jonas Brek", "Posters with too few colours"),
    DemoCreative("celeste-aubin-roy", "Céleste Aubroy", "Illustration au trait", "fr"),
    DemoCreative("dario-fenn", "Dario Fenn", "Packaging that survives the shelf"),
    DemoCreative("nour-haldane", "Nour Haldane", "Patterns and textiles"),
    DemoCreative("ilse-vandrik", "Ilse Vandrik", "Swiss grids, soft corners"),
    DemoCreative("theo-marsac", "Théo Marsanne", "Affiches et typographie", "fr"),
    DemoCreative("wren-adeyo", "Wren Adeyo", "Brand systems for small teams"),
    DemoCreative("kaito-lumen", "Kaito Lumen", "Geometry and light"),
    DemoCreative("paloma-reist", "Paloma Reist", "Book covers you can read from afar"),
    DemoCreative("soren-quill", "Soren Quillan", "Ink first, vectors later"),
    DemoCreative("amina-torvald", "Amina Torval", "Web pages that load"),
)

AUDITOR = ("auditor", "Odile Reckon")
ADMIN = ("admin", "Max Steward")
SECOND_ADMIN = ("second-admin", "Nadia Keel")
"""What one of them proposes, the other approves."""


def email_of(name: str) -> str:
    """The demo address of somebody.

    >>> email_of("mira-solt")
    'mira-solt@demo.fairbrief.example'
    """
    return f"{name}@{DOMAIN}"
