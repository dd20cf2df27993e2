"""Files that a brand adds to its brief: references, photographs, a text to set. They come and go until it opens.

Bytes are stored first, outside any lock; the count is decided again under the contest's lock.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from contests.entry_rules import Upload
from contests.errors import AttachmentRefused, NotPermitted, NotVisible, WrongMoment
from contests.lifecycle import Role, State
from contests.models import Contest, StoredFile
from contests.services.access import lock_for, look_at
from contests.services.removal import drop_files
from contests.services.uploading.taking import take_uploads
from contests.services.uploads import StoredUpload, drop, keep_files, store_uploads
from contests.visibility import DECIDERS
from duerows.doorbell import ring

EXAMINE: Final = "contests.tasks.examine_files"
MAX_ATTACHMENTS: Final = 20


def attach_files(
    actor: User, contest_id: UUID, files: Sequence[Upload], *, uploads: Sequence[UUID] = (), now: datetime
) -> list[StoredFile]:
    """Add files to a draft. `uploads`: the actor's own, held over from a form that came back with errors.

    Raises NotVisible, NotPermitted, WrongMoment, AttachmentRefused or InvalidEntry.
    """
    contest, role = look_at(actor, contest_id)
    _check_may_attach(contest, role, len(files) + len(set(uploads)))
    sent = take_uploads(actor, uploads, now=now)
    stored = store_uploads(files, image_needed=False, sent=sent)
    try:
        return _keep(actor, contest_id, stored, now)
    except BaseException:
        drop(stored)
        raise


@transaction.atomic
def remove_attachment(actor: User, contest_id: UUID, ref: UUID, *, now: datetime) -> None:
    """Take a file back. Raises NotVisible, NotPermitted or WrongMoment."""
    contest, role = lock_for(actor, contest_id)
    _check_may_attach(contest, role, 0)
    file = StoredFile.objects.select_for_update().filter(brief_id=contest_id, ref=ref).first()
    if file is None:
        raise NotVisible
    drop_files([file])


@transaction.atomic
def _keep(actor: User, contest_id: UUID, stored: Sequence[StoredUpload], now: datetime) -> list[StoredFile]:
    contest, role = lock_for(actor, contest_id)
    _check_may_attach(contest, role, len(stored))
    last = StoredFile.objects.filter(brief_id=contest_id).aggregate(last=Max("position"))["last"]
    kept = keep_files(stored, now=now, brief=contest.brief, first=0 if last is None else last + 1)
    ring(EXAMINE)
    return kept


def _check_may_attach(contest: Contest, role: Role, more: int) -> None:
    if role not in DECIDERS:
        raise NotPermitted(_("Only an owner or a manager of the brand writes its briefs."))
    if contest.state != State.DRAFT:
        raise WrongMoment(_("Only a draft can be changed. Take the brief back to draft first, if it has not opened."))
    if StoredFile.objects.filter(brief_id=contest.pk).count() + more > MAX_ATTACHMENTS:
        sentence = _("A brief has at most %(most)d files. Put what belongs together into an archive.")
        raise AttachmentRefused(sentence % {"most": MAX_ATTACHMENTS}, field="files")
