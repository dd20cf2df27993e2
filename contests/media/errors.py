"""What can go wrong with an uploaded file, in words a person can act upon.

Two families only: a file that we refuse (its owner can do something about it) and work that died on us (its owner is
told to try another file, and an operator must look). Nothing here knows a framework: `gettext_noop` merely marks the
templates for translation, and the page that shows a refusal translates `template` and fills in `params`.
"""


def gettext_noop(message: str) -> str:
    """Mark a template for the translators and return it unchanged."""
    return message


MESSAGES: dict[str, str] = {
    "empty": gettext_noop("This file is empty. Check that it was saved completely, then send it again."),
    "too_large": gettext_noop(
        "This file weighs %(size)s; at most %(limit)s is accepted for %(kind)s. Export it smaller."
    ),
    "unknown_format": gettext_noop(
        "This kind of file is not accepted. Send a PNG, JPEG, WebP, AVIF or GIF image, or a PDF, SVG or ZIP attachment."
    ),
    "unknown_source": gettext_noop(
        "This kind of file is not accepted. Send a PNG, JPEG, WebP, AVIF or GIF image, or a PDF, SVG, ZIP, PSD, AI,"
        " EPS, INDD, FIG or TIFF attachment."
    ),
    "foreign_image": gettext_noop("%(found)s images are not accepted. Export it as PNG or JPEG."),
    "foreign_layers": gettext_noop("%(found)s files are not accepted. Export it as PNG, or put it into a ZIP."),
    "foreign_print": gettext_noop("%(found)s files are not accepted. Export it as PDF."),
    "foreign_video": gettext_noop("Videos (%(found)s) are not accepted. Send an animated WebP or a GIF."),
    "foreign_archive": gettext_noop("%(found)s archives are not accepted. Make a ZIP instead."),
    "foreign_program": gettext_noop("Programs (%(found)s) are not accepted. Send only your work."),
    "foreign_page": gettext_noop("%(found)s pages are not accepted. Send a picture of the page."),
    "extension_mismatch": gettext_noop(
        "“%(filename)s” is in fact a %(found)s file. Rename it to end in %(extension)s, or export it again."
    ),
    "not_an_image": gettext_noop(
        "A %(found)s file can be attached, but not shown as an image. Send a PNG, JPEG, WebP, AVIF or GIF as well."
    ),
    "damaged": gettext_noop("This image is damaged or incomplete. Open it, export it again and send the new file."),
    "too_many_pixels": gettext_noop(
        "This image measures %(width)s × %(height)s pixels (%(found)s megapixels); at most %(limit)s are accepted for"
        " %(kind)s. Export it smaller."
    ),
    "too_long_a_side": gettext_noop(
        "This image measures %(width)s × %(height)s pixels; no side may exceed %(limit)s. Export it smaller."
    ),
    "too_many_frames": gettext_noop("This animation has more than %(limit)s frames. Shorten it."),
    "archive_damaged": gettext_noop("This archive is damaged or incomplete. Make it again and send the new file."),
    "archive_encrypted": gettext_noop("This archive is protected by a password. Make it again without one."),
    "archive_too_many": gettext_noop(
        "This archive holds more than %(limit)s files. Keep only what the brief asks for."
    ),
    "archive_bomb": gettext_noop("This archive unpacks to far more than it weighs. Remove the oversized files."),
    "archive_unsafe_name": gettext_noop("This archive holds a file whose name leads outside of it: “%(name)s”."),
    "infected": gettext_noop(
        "A virus scanner found something in this file. Check your computer, then export it again."
    ),
    "scanner_failed": gettext_noop("This file could not be checked for viruses just now. Try again in a few minutes."),
    "timed_out": gettext_noop("This image took too long to read. Export it again, simpler or smaller."),
    "out_of_memory": gettext_noop("This image needs too much memory to read. Export it again, simpler or smaller."),
    "died": gettext_noop("This image could not be read. Export it again, or in another format."),
}


class MediaRefused(Exception):
    """The file itself is not acceptable; `message` says what its owner can do.

    >>> refusal = MediaRefused("too_many_frames", limit=600)
    >>> refusal.code, refusal.message
    ('too_many_frames', 'This animation has more than 600 frames. Shorten it.')
    """

    def __init__(self, code: str, /, **params: str | int) -> None:
        self.code = code
        self.params = params
        self.template = MESSAGES[code]
        self.message = self.template % params
        super().__init__(code, self.message)


class MediaCrashed(MediaRefused):
    """The work died or ran out of its means. To the owner it is a refusal; to an operator it is an alert.

    `detail` is for logs only: it may quote a library's own words about a hostile file.
    """

    def __init__(self, code: str, /, *, detail: str = "") -> None:
        super().__init__(code)
        self.detail = detail
