"""The demo's briefs: what is asked, on which terms, and how far each one's life has come. All invented."""

from dataclasses import dataclass, field
from datetime import timedelta

from contests.brief_rules import BriefDraft
from contests.comment_rules import Anchor
from contests.kinds import FAST_PRESET
from contests.tones import kept
from demo.letters import HALDEN, KESTREL, Letters

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Story:
    """A brief, and what has happened to it: `age` after its opening it is in `state`, with so many entries.

    `drawn` is the kind of artwork its entrants draw, for the name `mark`.
    """

    brand: str
    draft: BriefDraft
    state: str
    age: timedelta = timedelta(0)
    entries: int = 0
    shortlisted: int = 0
    drawn: str = "logo"
    mark: str = ""
    questions: tuple[tuple[str, str], ...] = field(default=())
    talk: tuple[tuple[str, Anchor | None, str], ...] = field(default=())
    """What the brand says of the first entry, of which place on it, and what its maker answers, if anything."""
    messages: Letters = ()


def _draft(category: str, title: str, summary: str, description: str, **more: object) -> BriefDraft:
    values: dict[str, object] = {
        "category": category,
        "title": title,
        "summary": summary,
        "description": description,
        "deliverables": ("Vector file (SVG or PDF)", "Preview at 1600 px"),
        "prizes": (80_000, 40_000),
        "rights_scope": "All printed and digital uses by the brand",
        "rights_territory": "Worldwide",
    }
    return BriefDraft(**(values | more))  # type: ignore[arg-type]


STORIES: tuple[Story, ...] = (
    Story(
        "halden-tea",
        _draft(
            "logo",
            "A mark for a tea house on the quay",
            "One colour, drawn with patience, at home on a paper bag and on a brass plate.",
            "We blend tea by hand in a former net loft.\n\n**What we need:** a mark that works in one colour, on kraft "
            "paper and engraved in brass.\n\n- no leaves, no cups, no steam\n- think of ropes, tides, slow water\n"
            "- our name is *Halden*, in full or as an initial\n\nWe answer every question within a day.",
            prizes=(120_000, 50_000),
            shortlist_max=6,
            audience="People who walk in from the market, 25 to 70, and online orders across Europe.",
        ),
        "open",
        6 * DAY,
        entries=9,
        drawn="logo",
        mark="Halden",
        questions=(
            ("May the mark be only the letter H, without the word?", "Yes. It must then be recognisable at 12 mm."),
            ("Do you have a colour for the paper?", "Natural kraft, printed in one dark colour."),
        ),
        talk=(
            (
                "This is where it is strongest: please keep it as plain as it is.",
                Anchor(380, 300, 240, 260),
                "Merci ! Je voulais qu’il reste lisible une fois gravé dans le laiton.",
            ),
            ("Would this still hold at 12 mm, on the side of a tin?", Anchor(640, 620), ""),
            ("A calm piece of work. We have shown it to everybody in the shop.", None, "Thank you for telling me."),
        ),
        messages=HALDEN,
    ),
    Story(
        "les-nuits-claires",
        _draft(
            "poster",
            "Affiche du festival Les Nuits Claires",
            "Une affiche de nuit qui se lit à dix mètres, pour un festival de courts métrages en plein air.",
            "Six soirées, un drap tendu entre deux platanes, des films de moins de vingt minutes.\n\n"
            "Nous cherchons **une image de nuit qui reste lumineuse**, lisible à dix mètres, déclinable en programme "
            "de poche.\n\n- dates et lieu en bas\n- deux couleurs et le blanc du papier\n- pas de pellicule, pas de "
            "clap, pas de projecteur",
            deliverables=("Affiche 60 × 80 cm, PDF", "Déclinaison carrée pour l’écran"),
            prizes=(150_000,),
            language="fr",
            rights_scope="Affichage, programme, site et réseaux du festival",
            rights_territory="France",
            rights_years=3,
            shortlist_max=5,
        ),
        "open",
        11 * DAY,
        entries=8,
        drawn="poster",
        mark="Les Nuits Claires",
        questions=(("Le nom peut-il être découpé sur deux lignes ?", "Oui, s’il se lit d’un seul regard."),),
    ),
    Story(
        "kestrel-bikes",
        _draft(
            "illustration",
            "Six small scenes for a cargo-bike manual",
            "Warm line drawings that show a family loading, riding and parking, without a word.",
            "Our manual has to be understood in eleven languages, so it should need none.\n\n**Six scenes**, one "
            "colour plus black. Rounds on *existing style samples*: one scene is enough to enter.",
            prizes=(90_000, 45_000),
            kind="two_stage",
            first_stage="One scene as a line drawing, or an older piece in the same hand.",
            second_stage="All six scenes in line, one of them in colour.",
            tones=kept({"playful_serious": 3, "quiet_loud": 2, "simple_rich": 2}),
            formats=("svg", "pdf"),
            sizes="Each scene 90 × 60 mm, one colour plus black.",
            references="Manuals of old sewing machines: a hand, a thing, and nothing else.",
            visibility="blind",
            unpaid_effort_minutes=45,
        ),
        "open",
        2 * DAY,
        entries=5,
        drawn="illustration",
        mark="Kestrel",
        messages=KESTREL,
    ),
    Story(
        "atelier-morvane",
        _draft(
            "web-page",
            "Page d’accueil pour un atelier de menuiserie",
            "Une seule page, calme, où le bois occupe tout l’écran.",
            "Nous fabriquons douze meubles par an. La page doit dire **le temps qu’ils prennent**.\n\n"
            "- mobile d’abord\n"
            "- aucune animation qui bouge toute seule\n- un seul bouton : *prendre rendez-vous*",
            prizes=(180_000,),
            language="fr",
            visibility="private",
            shortlist_max=4,
        ),
        "open",
        8 * DAY,
        entries=4,
        drawn="web_page",
        mark="Morvane",
    ),
    Story(
        "north-pier",
        _draft(
            "book-cover",
            "Cover for a novel about a lighthouse without a sea",
            "Type first; one image at most; it must work at the size of a thumbnail.",
            "The sea left the village a century ago. The lighthouse is still lit every night.\n\nWe like covers that "
            "are **almost empty**.",
            prizes=(70_000, 30_000),
        ),
        "shortlisting",
        16 * DAY,
        entries=8,
        drawn="book_cover",
        mark="The Dry Light",
    ),
    Story(
        "halden-tea",
        _draft(
            "packaging",
            "Tins for six winter blends",
            "Six tins that belong together and cannot be confused in the dark of a cupboard.",
            "Round tins, 9 cm. Each blend needs **its own pattern** in two inks.\n\n- legible from above\n- no "
            "photographs",
            prizes=(140_000, 60_000, 30_000),
            shortlist_max=6,
            community_minor=25_000,
            community_name="The tea drawer: the makers’ favourite",
        ),
        "final_round",
        20 * DAY,
        entries=9,
        shortlisted=4,
        drawn="packaging",
        mark="Halden Winter",
    ),
    Story(
        "kestrel-bikes",
        _draft(
            "identity",
            "Identity for a bicycle rental by subscription",
            "A name plate, a sticker and an app icon that grow old well.",
            "Subscribers keep a bike for years. The identity should feel like **good hardware**: stamped, not printed.",
            prizes=(220_000, 80_000),
            shortlist_max=5,
        ),
        "judging",
        26 * DAY,
        entries=7,
        shortlisted=4,
        drawn="logo",
        mark="Kestrel Keep",
    ),
    Story(
        "kestrel-bikes",
        _draft(
            "identity",
            "The face of a city's shared cargo bikes",
            "Four hundred bikes, one sign: seen from a balcony, from a bus and from the saddle.",
            "The city lends families a cargo bike for a season, and we build them.\n\n**One identity** for the bikes, "
            "the sheds and the app.\n\n- readable at thirty metres\n- one colour by day, one that reflects by night\n"
            "- the city pays the prize: it is large because the work is",
            prizes=(1_200_000, 90_000),
            shortlist_max=4,
            audience="Everybody in a town of ninety thousand, for ten years.",
        ),
        "settled",
        29 * DAY,
        entries=6,
        shortlisted=3,
        drawn="logo",
        mark="Lastenrad",
    ),
    Story(
        "atelier-morvane",
        _draft(
            "pattern",
            "Un motif pour le papier d’emballage",
            "Un motif répété, inspiré des veines du chêne, en une couleur.",
            "Le papier enveloppe des pièces lourdes : le motif doit cacher les plis.\n\n"
            "Une couleur, **raccord parfait**.",
            prizes=(60_000,),
            language="fr",
            shortlist_max=4,
        ),
        "awarded",
        27 * DAY,
        entries=6,
        shortlisted=3,
        drawn="pattern",
        mark="Morvane",
    ),
    Story(
        "les-nuits-claires",
        _draft(
            "logo",
            "Un signe pour la nuit du documentaire",
            "Un signe discret, projeté en blanc sur noir avant chaque film.",
            "Il apparaîtra **trois secondes**, en blanc sur noir, sans mouvement.",
            prizes=(75_000, 25_000),
            language="fr",
        ),
        "handover",
        28 * DAY,
        entries=7,
        shortlisted=4,
        drawn="logo",
        mark="Nuit Doc",
    ),
    Story(
        "north-pier",
        _draft(
            "poster",
            "Poster for a travelling bookshop van",
            "The van parks in nine villages; the poster is pinned up a week before.",
            "Leave a white strip for the date, written by hand.\n\n**Two colours, silkscreen.**",
            prizes=(95_000, 35_000),
        ),
        "settled",
        47 * DAY,
        entries=10,
        shortlisted=5,
        drawn="poster",
        mark="North Pier",
    ),
    Story(
        "kestrel-bikes",
        _draft(
            "naming",
            "A name for a child seat",
            "Two syllables at most, easy in French, Dutch and German.",
            "Show the name set in a typeface of your choice, on a plain ground.",
            prizes=(40_000,),
            shortlist_max=4,
        ),
        "lapsed",
        58 * DAY,
        entries=6,
        shortlisted=3,
        drawn="naming",
        mark="Tuli",
    ),
    Story(
        "halden-tea",
        _draft(
            "storyboard",
            "Storyboard for a thirty-second film in the loft",
            "Eight frames, morning light, one pair of hands.",
            "We have the light and the hands. We need **the order of things**.",
            prizes=(110_000,),
            shortlist_max=4,
        ),
        "cancelled",
        17 * DAY,
        entries=5,
        drawn="storyboard",
        mark="Halden",
    ),
    Story(
        "north-pier",
        _draft(
            "illustration",
            "Chapter openings for a book of tides",
            "Twelve small openings in one colour.",
            "Each chapter is a tide. Twelve openings, **one colour**, no text.",
            prizes=(130_000,),
            shortlist_max=4,
        ),
        "suspended",
        9 * DAY,
        entries=3,
        drawn="illustration",
        mark="Tides",
    ),
    Story(
        "atelier-morvane",
        _draft(
            "logo",
            "Marque au fer pour nos meubles",
            "Une marque de deux centimètres, frappée à chaud.",
            "Elle doit rester lisible après vingt ans de mains. **Deux centimètres, un seul trait.**",
            prizes=(65_000,),
            language="fr",
            shortlist_max=4,
            kind="fast",
            **FAST_PRESET,
        ),
        "awaiting_funds",
        mark="M",
    ),
    Story(
        "halden-tea",
        _draft(
            "illustration",
            "Labels for a tasting box",
            "Still a draft: twelve labels, one hand.",
            "Twelve tasting notes as twelve tiny drawings. We are still writing this brief.",
            kind="nda",
            visibility="private",
            tones=kept({"playful_serious": 2, "classic_modern": 3}),
        ),
        "draft",
        mark="Halden",
    ),
)

LIVE = Story(
    "kestrel-bikes",
    _draft(
        "logo",
        "Live: a bell for a cargo bike, in three minutes",
        "Watch a whole contest: entries, a shortlist, a brand that goes silent, and everybody being paid.",
        "This brief is **live**: its deadlines are seconds apart, and nothing else about it is different. Simulated "
        "creatives enter it, a simulated brand shortlists four of them and then never comes back. "
        "The policy does the rest.",
        prizes=(50_000, 20_000),
        entries_period=timedelta(seconds=60),
        shortlisting_period=timedelta(seconds=20),
        final_round_period=timedelta(seconds=20),
        judging_period=timedelta(seconds=20),
    ),
    "lapsed",
    entries=6,
    shortlisted=4,
    drawn="logo",
    mark="Ting",
)
