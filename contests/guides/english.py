"""The guides' words in English."""

from typing import Final

from contests.guides.words import Words

WORDS: Final[dict[str, Words]] = {
    "logo": Words(
        deliverables=("Vector file in one colour", "Vector file in colour", "Version for small sizes"),
        sizes="Legible at 16 px and at 12 mm; works in one colour.",
        rights_scope="All uses of the mark by the brand, printed and on screen",
        hint="Say where the mark will be seen most, and what it must not look like.",
        title="A mark for a repair workshop on wheels",
        summary="One sign for a van, a till receipt and a jacket, drawn as plainly as a tool.",
        description="Brome mends bicycles in the streets of three towns. People book a place, the van comes.\n\n**We "
        "need** "
        "a mark that is recognised on a moving van and stamped on a receipt.\n\n- one colour first; colours come "
        "later\n"
        "- no wheels, no chains, no spanners\n- the name is *Brome*, with or without the mark\n\n**It is good if** a "
        "child can draw it from memory.",
        audience="People from 20 to 70 who ride to work, and the three mechanics who wear it.",
    ),
    "identity": Words(
        deliverables=("Mark in its variants", "Colours and typefaces", "Two applications", "A page of rules"),
        sizes="Letterhead A4, sign 60 × 60 cm, square for networks.",
        rights_scope="All uses by the brand, printed, on signs and on screen",
        hint="Name the three things that the identity will be used for in the first year.",
        title="The look of a travelling library",
        summary="Mark, colours and letters for two book buses that stop in forty villages.",
        description="The library is run by volunteers and paid by the villages. It has never had a look of its "
        "own.\n\n**We "
        "need** a mark, two or three colours and a typeface that costs nothing.\n\n- it lives on two buses, on paper "
        "cards and on a small site\n- it must be set by people who have no design program\n- no open books, no owls",
        audience="Families and people over 60 in villages without a bookshop.",
    ),
    "packaging": Words(
        deliverables=("Artwork on the die line", "One rendering", "Files for the printer"),
        sizes="Attach the die line; leave 3 mm bleed.",
        rights_scope="Packaging, sales displays and online shops of the product",
        hint="Attach the die line and all the text that the law asks for.",
        title="A box for twelve dried tomatoes",
        summary="A small box that says where the tomatoes grew, without a tomato on it.",
        description="Six growers dry their tomatoes in the sun and sell them in grocers’ shops.\n\n**We need** the "
        "artwork "
        "for one box and a system for three more kinds.\n\n- two colours on grey board\n- the grower’s name is larger "
        "than ours\n- the text on the back is attached, and cannot be shortened\n\n**Not wanted:** rustic fonts, "
        "twine.",
        audience="People who read labels; between 30 and 60, in small shops.",
    ),
    "poster": Words(
        deliverables=("Poster as a PDF for print", "Square version for screens"),
        sizes="60 × 80 cm with 5 mm bleed; square 1080 px.",
        rights_scope="Posters, programme, site and networks of the event",
        hint="List every word that must stand on it, in its order of weight.",
        title="A poster for a night of slow radio",
        summary="It announces one night of listening in a swimming pool without water.",
        description="From dusk to dawn, people lie on mattresses in an empty pool and listen.\n\n**On the poster:** "
        "Slow "
        "Radio, 12 September, Baths of Orme, free.\n\n- readable from ten metres\n- two colours and the white of the "
        "paper\n- no headphones, no waves, no microphones",
        audience="Students and neighbours; people who have never been to such a thing.",
    ),
    "illustration": Words(
        deliverables=("Illustration in full size", "Layered working file"),
        sizes="Give the final size, the ground it stands on, and the resolution.",
        rights_scope="The publication named in the brief and what announces it",
        hint="Say for each picture what has to be understood without its text.",
        title="Four pictures for a guide to night trains",
        summary="One picture a season, seen from the bunk.",
        description="A small guide explains how to sleep in trains. It opens each part with a picture.\n\n**Four "
        "pictures**, "
        "one for each season, always from the bunk towards the window.\n\n- warm inside, cold outside\n- people from "
        "behind or not at all\n- to enter, one sketch is enough",
        audience="Travellers who do not fly, from 18 up.",
    ),
    "book-cover": Words(
        deliverables=("Front, spine and back as a PDF", "Front alone for screens"),
        sizes="Front 130 × 205 mm; spine 18 mm; 3 mm bleed.",
        rights_scope="This edition, its reprints and what announces them",
        hint="Tell the book in five sentences, its end included.",
        title="Cover for a novel about two lift operators",
        summary="Quiet, vertical, a little funny; it must hold as a thumbnail.",
        description="Two women run the last attended lift of a department store. One of them hears "
        "everything.\n\n**We like** "
        "type that does the work, with one image at most.\n\n- title, author and publisher stand on the front\n- no "
        "photographs of women from behind\n- the back text is attached",
        audience="Readers of contemporary fiction, in bookshops and online.",
    ),
    "web-page": Words(
        deliverables=("Page at 390 and 1440 px", "States of links, buttons and fields", "Colours and letters named"),
        sizes="390 and 1440 px wide; contrast of text at least 4.5 to 1.",
        rights_scope="The brand’s site and what announces it",
        hint="Write the real texts first: a page cannot be drawn around empty ones.",
        title="The page of a clockmaker who answers by letter",
        summary="One long page that leads to one thing: a request for an estimate.",
        description="Orsel mends pendulum clocks and takes thirty a year.\n\n**The page** shows how a repair goes, "
        "what it "
        "costs, and how to ask.\n\n- phone first\n- nothing moves by itself\n- texts and nine photographs are "
        "attached\n\n"
        "**It is good if** somebody of 75 gets to the end of it.",
        audience="Owners of one old clock, mostly over 50, mostly on a phone.",
    ),
    "pattern": Words(
        deliverables=("Repeat as a vector or at 600 dpi", "Two colourways"),
        sizes="Give the width of the repeat and what it is printed on.",
        rights_scope="The product named in the brief and what announces it",
        hint="Say how it is printed and how many colours that allows.",
        title="A pattern for the lining of rain coats",
        summary="Seen only when somebody takes the coat off.",
        description="We make plain coats. The lining may be anything but plain.\n\n**One repeat**, 32 cm wide, four "
        "colours at "
        "most.\n\n- it is about weather, without a drop or a cloud\n- it must hide a seam every 60 cm",
        audience="People who look for one good coat.",
    ),
    "naming": Words(
        deliverables=("Three names with their reason", "First check for the same name in the trade"),
        sizes="At most three syllables; say in which languages it is spoken.",
        rights_scope="Name, domain and trade mark of the product",
        hint="Say which names were refused before, and why.",
        title="A name for a bank of borrowed tools",
        summary="People of a street lend each other tools; the shed needs a name.",
        description="A shed, two hundred tools, a list on the door.\n\n**The name** is painted above it and said on "
        "the phone.\n\n"
        "- three syllables at most\n- said alike in French and English\n- not “share”, “loop” or anything with “hub”",
        audience="Neighbours of all ages, many of whom do not read much.",
    ),
    "storyboard": Words(
        deliverables=("Frames with camera and sound", "A page on tone and pace"),
        sizes="12 to 20 frames, 16:9; one page A3 for six frames.",
        rights_scope="The film named in the brief and what announces it",
        hint="Give the length of the film and what must be said in it word for word.",
        title="Thirty seconds about turning the heating down",
        summary="A film without a voice for the screens of trams.",
        description="The town wants people to heat by one degree less, without a raised finger.\n\n**Thirty "
        "seconds**, silent, "
        "seen from the side and half watched.\n\n- one idea, no facts\n- no children who teach their parents\n- ends "
        "on "
        "the words attached",
        audience="Everybody in a tram at seven in the morning.",
    ),
}
