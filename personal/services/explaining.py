"""The words that lie in a copy beside the data: what is in it, what is not, and why. In the person's language."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User


def read_me(person: User, now: datetime) -> str:
    """The text of READ-ME.txt."""
    paragraphs = [
        _("Your data at Fairbrief"),
        _("Made on %(day)s for %(handle)s, as the GDPR gives you the right to (articles 15 and 20).")
        % {"day": f"{now:%Y-%m-%d}", "handle": person.handle},
        _(
            "The folder “data” holds one file for each kind of record. Each line is one record, as JSON; programs read "
            "it, and so does any text editor. Amounts are in minor units (cents), moments in UTC."
        ),
        _("The folder “files” holds what you have sent, byte for byte; data/files.jsonl lists all of it."),
        _(
            "Not in it: passwords and keys, which nobody can read; the whole number of your payout account, which lies "
            "sealed and is shown by its last signs; and what is about other people, whose right it is."
        ),
        _(
            "Kept when you leave: the books, invoices and payments for ten years, as French commercial law demands, "
            "and the deeds of rights in work that was bought. They then lead to “a former member”."
        ),
        _("You may have anything corrected that is wrong, or removed: answer any mail of ours."),
    ]
    return "\n\n".join(paragraphs) + "\n"
