"""The final files of a winning entry, added to its handover, or taken back, until it is delivered
(`contests.services.handover`).

After that only while the brand says that something is missing (`contests.services.after.checklist`).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.entry_rules import MAX_FILES, Upload
from contests.errors import HandoverRefused, InvalidEntry, NotVisible, Problem
from contests.lifecycle import State
from contests.models import FileState, Handover, HandoverMarkFile, StoredFile
from contests.services.after.checklist import OPEN_STATES, lacks_something
from contests.services.entries import EXAMINE
from contests.services.removal import drop_files
from contests.services.transitions import lock_contest
from contests.services.uploading.taking import take_uploads
from contests.services.uploads import StoredUpload, drop, keep_files, store_uploads
from duerows.doorbell import ring


def add_delivery_files(
    actor: User, award_id: int, files: Sequence[Upload], *, uploads: Sequence[UUID] = (), now: datetime
) -> list[StoredFile]:
    """Add files of any kind to what the author hands over, and those that were sent in pieces before, by id.

    Raises NotVisible, HandoverRefused or InvalidEntry.
    """
    _check_open_for(actor, award_id)
    sent = take_uploads(actor, uploads, now=now)
    stored = store_uploads(files, image_needed=False, sent=sent, sources=True)
    try:
        return _keep(actor, award_id, stored, now)
    except BaseException:
        drop(stored)
        raise


@transaction.atomic
def remove_delivery_file(actor: User, award_id: int, ref: UUID) -> None:
    """Take a file back that nobody else has seen yet. Raises NotVisible or HandoverRefused."""
    _check_open_for(actor, award_id)
    lock_contest(_contest_of(award_id))
    handover = _check_open_for(actor, award_id)
    file = handover.files.select_for_update().filter(ref=ref).first()
    if file is None:
        raise NotVisible
    if not _is_due(handover):
        raise HandoverRefused(_("What has been handed over stays. Add another file where something is missing."))
    if HandoverMarkFile.objects.filter(file=file).exists():
        raise HandoverRefused(_("You have marked something as delivered with this file, so it stays."))
    drop_files([file])


@transaction.atomic
def _keep(actor: User, award_id: int, stored: Sequence[StoredUpload], now: datetime) -> list[StoredFile]:
    lock_contest(_contest_of(award_id))
    handover = _check_open_for(actor, award_id)
    already = handover.files.exclude(state=FileState.REFUSED).count()
    if already + len(stored) > MAX_FILES:
        sentence = _("A delivery has at most %(most)d files. Put the others into a ZIP.") % {"most": MAX_FILES}
        raise InvalidEntry([Problem("files", sentence)])
    ring(EXAMINE)
    return keep_files(stored, handover=handover, now=now)


def _contest_of(award_id: int) -> UUID:
    return Handover.objects.values_list("award__contest_id", flat=True).get(award_id=award_id)


def _check_open_for(actor: User, award_id: int) -> Handover:
    handover = (
        Handover.objects.select_related("award__entry", "award__contest")
        .filter(award_id=award_id, award__entry__author=actor)
        .first()
    )
    if handover is None:
        raise NotVisible
    award = handover.award
    if award.passed_over_at or not (_is_due(handover) or _may_be_supplied(handover)):
        raise HandoverRefused(_("There is nothing for you to hand over here."))
    return handover


def _is_due(handover: Handover) -> bool:
    return handover.award.contest.state == State.AWARDED and handover.delivered_at is None


def _may_be_supplied(handover: Handover) -> bool:
    """The brand has said that something is missing, and has not accepted the whole yet."""
    is_open = handover.award.contest.state in OPEN_STATES and handover.accepted_at is None
    return is_open and handover.delivered_at is not None and lacks_something(handover)
