"""The cards of a gallery, written by code: a page has dozens, and a template would cost more than the query.

Everything that people wrote is escaped here; all other parts are this module's own markup, ids and numbers.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from contests.selectors.cards import EntryCard, ImageCard
from contests.selectors.gallery import BoardRow
from frontend.addresses import address_of, image_addresses
from frontend.icons import icon, symbol, use
from frontend.showing.gallery_words import ELIMINATED_FOR

SIZES = "(min-width: 62rem) 20rem, (min-width: 40rem) 45vw, 92vw"
# Here and not where they are used: what collects texts to translate does not look into f-strings.
BEING_PREPARED, RATE, SHORTLIST, SELECT = (
    gettext_noop("Being prepared"),
    gettext_noop("Rate"),
    gettext_noop("Shortlist"),
    gettext_noop("Select"),
)
SHORTLISTED, RULE_OUT, ELIMINATED, TAKE_BACK = (
    gettext_noop("Shortlisted"),
    gettext_noop("Rule out"),
    gettext_noop("Eliminated"),
    gettext_noop("Take back"),
)

FULL_SCREEN = gettext_noop("Full screen")

AT_ONCE = 3
"""So many pictures are wanted before anybody scrolls."""


def picture(image: ImageCard | None, absent: str, *, lazy: bool) -> str:
    """A picture on its mat, under which its blur stands until it has come."""
    if image is None:
        return f'<div class="artwork-mat artwork-landscape">{absent}</div>'
    addresses = image_addresses(image.ref, image.widths)
    nearest = min((width for width in image.widths if width >= 480), default=max(image.widths, default=480))
    srcset = ", ".join(f"{where} {width}w" for width, where in addresses.items())
    waits = 'loading="lazy"' if lazy else 'fetchpriority="high"'
    blur = f'<img class="artwork-blur" src="{escape(image.placeholder)}" alt="">' if image.placeholder else ""
    return (
        f'<div class="artwork-mat artwork-landscape">{blur}<img src="{addresses.get(nearest, "")}" srcset="{srcset}" '
        f'sizes="{SIZES}" alt="" width="{image.width}" height="{image.height}" {waits} decoding="async"></div>'
    )


def _absent() -> str:
    return f'<div class="artwork-absent">{icon("image")}<p>{escape(_(BEING_PREPARED))}</p></div>'


def _comments(entry: EntryCard) -> str:
    if not entry.comments:
        return ""
    words = ngettext("%(counter)s comment", "%(counter)s comments", entry.comments) % {"counter": entry.comments}
    return f" · {escape(words)}"


def public_cards(entries: Iterable[EntryCard]) -> SafeString:
    """The cards of the gallery that everybody sees."""
    absent, yours, shortlisted = _absent(), escape(_("yours")), escape(_(SHORTLISTED))
    withdrawn, ruled_out, coded, placed = escape(_("Withdrawn")), escape(_("Ruled out")), _("Entry %s"), _("Place %d")
    written = []
    for number, entry in enumerate(entries):
        if entry.rank:
            pill = f'<span class="pill pill-good">{escape(placed % entry.rank)}</span>'
        elif entry.slot:
            pill = f'<span class="pill pill-good">{shortlisted}</span>'
        elif entry.state != "submitted":
            words = withdrawn if entry.state == "withdrawn" else ruled_out
            pill = f'<span class="pill pill-calm">{words}</span>'
        else:
            pill = ""
        maker = escape(entry.author.name if entry.author else coded % entry.code)
        chosen = " entry-card-shortlisted" if entry.slot or entry.rank else ""
        written.append(
            f'<article class="entry-card{chosen}">{picture(entry.image, absent, lazy=number >= AT_ONCE)}'
            f'<div class="entry-card-label"><div class="entry-card-row"><h2 class="entry-card-title">'
            f'<a class="entry-card-link" href="{address_of("pages:entry", entry.id)}">{escape(entry.title)}</a></h2>'
            f'{pill}</div><span class="meta">{yours if entry.is_own else maker}{_comments(entry)}</span></div>'
            f"</article>"
        )
    return SafeString("".join(written))  # nosec B703


@dataclass(frozen=True, slots=True)
class Desk:
    """What this reader may do on the board."""

    csrf: str
    may_rate: bool = False
    may_shortlist: bool = False
    may_eliminate: bool = False
    may_rule_out: bool = False
    may_note: bool = False
    """See the brand's own notes."""
    may_select: bool = False
    picked: Collection[str] = field(default_factory=frozenset)


def board_cards(rows: Iterable[BoardRow], desk: Desk) -> SafeString:
    """The cards of the brand's board, each in its place of the list."""
    absent, token = _absent(), f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(desk.csrf)}">'
    return SafeString(  # nosec B703
        "".join(_board_card(row, desk, token, absent, number) for number, row in enumerate(rows))
    )


def board_symbols() -> SafeString:
    """What the cards of a page draw by reference; once on the page."""
    return SafeString(symbol("star") + symbol("search"))  # nosec B703


def entry_tools(row: BoardRow, desk: Desk) -> SafeString:
    """What the brand does with one entry on the entry's own page: all that its card has but the boxes of the board."""
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(desk.csrf)}">'
    alone = replace(desk, may_shortlist=False, may_select=False)
    of_this = f'<span class="visually-hidden"> {escape(_("Entry %s") % row.entry.code)}</span>'
    choices = (
        _taken_back(row, desk, token, of_this, on_board=False) if row.eliminated_for else _choices(row, alone, of_this)
    )
    noted = _noted(row, of_this) if desk.may_note else ""
    return SafeString(f"{board_symbols()}{_stars(row.entry, desk, token, of_this)}{choices}{noted}")  # nosec B703


def _board_card(row: BoardRow, desk: Desk, token: str, absent: str, number: int) -> str:
    entry, key = row.entry, row.entry.id
    name = escape(_("Entry %s") % entry.code)
    of_this = f'<span class="visually-hidden"> {name}</span>'
    tools = [_stars(entry, desk, token, of_this)]
    if row.eliminated_for:
        tools.append(_taken_back(row, desk, token, of_this))
    else:
        tools.append(_choices(row, desk, of_this))
    if desk.may_note:
        tools.append(_noted(row, of_this))
    state = "out" if row.eliminated_for else "shortlisted" if entry.slot else ""
    maker = f" · {escape(entry.author.name)}" if entry.author else ""
    return (
        f'<li id="card-{key}"><article class="entry-card{f" entry-card-{state}" if state else ""}" data-card '
        f'data-name="{name}">{picture(entry.image, absent, lazy=number >= AT_ONCE)}'
        f'<div class="entry-card-label"><h2 class="entry-card-title"><a class="entry-card-link" '
        f'href="{address_of("pages:entry", key)}">{escape(entry.title)}</a></h2>'
        f'<span class="meta">{name}{maker}{_comments(entry)}</span>'
        f"</div>{_enlarge(name) if entry.image else ''}"
        f'<div class="entry-card-tools">{"".join(tools)}</div></article></li>'
    )


def _enlarge(name: str) -> str:
    """By a pointer too, not by a key alone; a script shows it."""
    words = f'<span class="visually-hidden">{escape(_(FULL_SCREEN))} {name}</span>'
    return f'<button class="enlarge script-only" type="button" data-enlarge>{use("search")}{words}</button>'


def _stars(entry: EntryCard, desk: Desk, token: str, of_this: str) -> str:
    if not desk.may_rate:
        if not entry.rating:
            return ""
        words = ngettext("%(counter)s star", "%(counter)s stars", entry.rating) % {"counter": entry.rating}
        return f'<span class="meta">{escape(words)}</span>'
    where = address_of("pages:rate", entry.id)
    legend = escape(_("Your rating of entry %s") % entry.code)
    return (
        f'<form method="post" action="{where}" hx-post="{where}" hx-trigger="change" hx-swap="none" '
        f'class="cluster gap-2">{token}<fieldset class="rating"><legend class="visually-hidden">{legend}</legend>'
        f'{_star_row(entry)}</fieldset><noscript><button class="button '
        f'button-small" type="submit">{escape(_(RATE))}{of_this}</button></noscript></form>'
    )


def _star_row(entry: EntryCard) -> str:
    """Five radio buttons, highest first, named by the entry's code, which is short and its contest's own."""
    star, written = use("star"), []
    for stars in (5, 4, 3, 2, 1):
        key, checked = f"r-{entry.code}-{stars}", " checked" if stars == entry.rating else ""
        words = escape(ngettext("%(counter)s star", "%(counter)s stars", stars) % {"counter": stars})
        written.append(
            f'<input type="radio" name="stars" value="{stars}" id="{key}"{checked}>'
            f'<label for="{key}">{star}<span class="visually-hidden">{words}</span></label>'
        )
    return "".join(written)


def _choices(row: BoardRow, desk: Desk, of_this: str) -> str:
    entry, key = row.entry, str(row.entry.id)
    parts = []
    if desk.may_shortlist:
        where = address_of("pages:pick", entry.id)
        checked = " checked" if key in desk.picked else ""
        parts.append(
            f'<label class="pick"><input type="checkbox" name="entry" value="{key}" form="shortlist"{checked} '
            f'data-pick hx-post="{where}" hx-trigger="change" hx-target="#tray" hx-swap="outerHTML"> '
            f"{escape(_(SHORTLIST))}{of_this}</label>"
        )
    if desk.may_select:
        parts.append(
            f'<label class="pick pick-quiet"><input type="checkbox" name="entry" value="{key}" form="selection" '
            f"data-select> {escape(_(SELECT))}{of_this}</label>"
        )
    if entry.slot:
        parts.append(f'<span class="pill pill-good">{escape(_(SHORTLISTED))}</span>')
        return "".join(parts)
    if desk.may_eliminate:
        where = address_of("pages:eliminate", entry.id)
        words = escape(_("Eliminate"))
        parts.append(f'<a class="text-small quiet-link" href="{where}" data-eliminate>{words}{of_this}</a>')
    if desk.may_rule_out:
        where = address_of("pages:disqualify", entry.id)
        parts.append(f'<a class="text-small quiet-link" href="{where}">{escape(_(RULE_OUT))}{of_this}</a>')
    return "".join(parts)


def _taken_back(row: BoardRow, desk: Desk, token: str, of_this: str, *, on_board: bool = True) -> str:
    reason = escape(ELIMINATED_FOR[row.eliminated_for])
    pill = f'<span class="pill pill-calm">{escape(_(ELIMINATED))}</span><span class="meta">{reason}</span>'
    if not desk.may_eliminate:
        return pill
    where = address_of("pages:reinstate", row.entry.id)
    swap = f' hx-post="{where}" hx-target="closest li" hx-swap="outerHTML"' if on_board else ""
    return (
        f'{pill}<form method="post" action="{where}"{swap}>{token}'
        f'<button class="button button-small" type="submit" data-reinstate>{escape(_(TAKE_BACK))}{of_this}'
        f"</button></form>"
    )


def _noted(row: BoardRow, of_this: str) -> str:
    words = ngettext("%(n)d note", "%(n)d notes", row.notes) % {"n": row.notes} if row.notes else _("Notes")
    where = address_of("pages:entry_notes", row.entry.id)
    return f'<a class="text-small quiet-link" href="{where}">{escape(words)}{of_this}</a>'
