"""Which e-mail address somebody left, and when. Written by the database itself, whichever way the address was changed.

Whoever takes an account over changes its address first, so that our warnings reach them alone: hence the former one is
kept, to be warned as well. It goes when its person has left for good, and not before.
"""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import guards
from accounts.models.user import User


class EmailChange(models.Model):
    """One change of the address that somebody signs in with."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="email_changes")
    former = models.EmailField(_("former e-mail address"))
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("change of e-mail address")
        verbose_name_plural = _("changes of e-mail addresses")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "-changed_at"], name="email_change_latest")
        ]
        triggers: ClassVar = [guards.stays_while_its_person_does("email_change")]

    def __str__(self) -> str:
        return f"{self.former} until {self.changed_at:%Y-%m-%d %H:%M}"
