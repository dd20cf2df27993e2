"""A blind contest under way tells its brand, its rivals and the auditor nothing that could say whose an entry is."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from accounts.mailing import write_mail
from accounts.models import MemberRole, OutgoingMail, StaffRole, User
from contests.comment_rules import CommentDraft
from contests.declaration_rules import DeclarationDraft, ItemDraft
from contests.models import Comment, Contest, Entry, SourceUpload, SplitOffer
from contests.services.commenting.writing import reply, write_comment
from contests.services.messaging.writing import send_message
from contests.services.splitting.answering import sign_part
from contests.services.splitting.offering import offer_split
from contests.split_rules import PartDraft, SplitDraft
from tests.api.matrix_addresses import Address, addresses, fill
from tests.fixtures.calls import Caller
from tests.fixtures.contests import submit_examined, upload
from tests.fixtures.people import hire
from tests.fixtures.tus import Sender, psd
from tests.fixtures.worlds import add_member, make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db

CANARY = "zarkovia"


def canary_entry() -> tuple[Contest, Entry, User]:
    """An entry of somebody whose every trait holds the canary."""
    contest = open_contest(visibility="blind", now=timezone.now())
    author = make_creative(CANARY)
    partner = make_creative(f"{CANARY}-partner")
    offer = offer_split(author, contest.pk, SplitDraft(3, (PartDraft(partner.handle, 2),)), now=timezone.now())
    sign_part(partner, offer.ref, now=timezone.now())
    sent = Sender(author).send_whole(f"{CANARY}-layers.psd", psd(20_000))
    Sender(author).begin(f"{CANARY}-next.psd", 20_000)
    source = ItemDraft(kind="source", address=f"https://{CANARY}.example/", licence="mine")
    entry = submit_examined(
        contest,
        author,
        now=timezone.now(),
        files=[upload(f"{CANARY}-final.png")],
        uploads=[sent],
        split=offer.ref,
        declaration=DeclarationDraft(ai_use="none", items=[source]),
    )
    for _ in range(2):
        submit_examined(contest, now=timezone.now())
    return contest, entry, author


def readable(contest: Contest, entry: Entry) -> Iterator[str]:
    """Every address of the API that is read, about this contest and this entry."""
    keys = {
        "contest_id": contest.pk,
        "brand_id": contest.brand_id,
        "entry_id": entry.pk,
        "award_id": 1,
        "account_id": 1,
        "question_id": entry.pk,
        "comment_id": Comment.objects.filter(entry=entry).values_list("pk", flat=True).first() or entry.pk,
        "settlement_id": 1,
        "disbursement_id": 1,
        "draft_id": 1,
        "run_id": 1,
        "proposal_id": 1,
        "number": 1,
        "poll_id": contest.pk,
        "note_id": contest.pk,
        "collection_id": contest.pk,
        "year": 2026,
        "dispute_ref": contest.pk,
        "case_ref": contest.pk,
        "decision_ref": contest.pk,
        "appeal_ref": contest.pk,
        "likeness_id": 1,
        "document_ref": contest.pk,
        "debt_ref": contest.pk,
        "deposit_ref": contest.pk,
        "webhook_id": contest.pk,
        "message_id": "msg_1",
        "slug": "fair",
        "handle": entry.author.handle,
        "version": 1,
        "rail": "sandbox",
        "ballot_id": contest.pk,
        "marked_id": contest.pk,
        "juror_id": contest.pk,
        "upload_id": SourceUpload.objects.get(owner=entry.author, state="receiving").pk,
        "split_ref": SplitOffer.objects.get(entry=entry).ref,
    }
    for address in addresses():
        if is_read(address):
            yield "/" + fill(address.pattern, keys)


def is_read(address: Address) -> bool:
    view = getattr(address.view, "view_class", None)
    return address.name.startswith("api:") and view is not None and hasattr(view, "get")


def test_no_reading_betrays_the_author() -> None:
    contest, entry, author = canary_entry()
    readers = [owner_of(contest.brand), hire(StaffRole.AUDITOR), make_creative("rival")]
    readers += [add_member(contest.brand, role) for role in (MemberRole.MANAGER, MemberRole.JUDGE, MemberRole.FINANCE)]
    callers = [Caller(), *(Caller(reader) for reader in readers)]
    paths = list(readable(contest, entry))
    assert len(paths) > 30
    for caller in callers:
        for path in paths:
            answer = caller.client.get(path)
            content = (b"".join(answer) if answer.streaming else answer.content).decode()
            assert CANARY not in content.lower(), path
            assert author.email not in content
            assert f'"{author.pk}"' not in content


def test_no_comment_betrays_who_made_the_entry() -> None:
    contest, entry, author = canary_entry()
    now, owner = timezone.now(), owner_of(contest.brand)
    judge = add_member(contest.brand, MemberRole.JUDGE)
    begun = write_comment(judge, entry.pk, CommentDraft(body="The line is too thin."), now=now)
    reply(author, begun.pk, "It holds in print.", now=now)
    write_comment(author, entry.pk, CommentDraft(body="Which paper do you use?"), now=now)
    told = OutgoingMail.objects.filter(template="comment_from_maker")
    assert {mail.to for mail in told} == {judge, owner}
    for mail in told:
        words = write_mail(mail.template, "en", mail.context)
        assert CANARY not in f"{words.subject} {words.body}".lower()
    auditor = hire(StaffRole.AUDITOR)
    for reader in (owner, judge, auditor, make_creative("rival"), None):
        caller = Caller(reader)
        pages = [f"/entries/{entry.pk}/", f"/contests/{contest.pk}/entries/", f"/contests/{contest.pk}/choose/"]
        for path in [*readable(contest, entry), *pages]:
            answer = caller.client.get(path)
            content = (b"".join(answer) if answer.streaming else answer.content).decode()
            assert CANARY not in content.lower(), path
            assert author.email not in content, path
    theirs = [row for row in Caller(owner).get(f"entries/{entry.pk}/comments")["results"] if row["side"] == "maker"]
    assert len(theirs) == 2
    assert all(row["author"] is None and row["created_at"] is None for row in theirs)
    assert "The line is too thin." in Caller(owner).client.get(f"/entries/{entry.pk}/").content.decode()
    for stranger in (auditor, make_creative(), None):
        Caller(stranger).get(f"entries/{entry.pk}/comments", status=404)


def test_no_message_betrays_who_made_the_entry() -> None:
    contest, entry, author = canary_entry()
    now, owner = timezone.now(), owner_of(contest.brand)
    judge = add_member(contest.brand, MemberRole.JUDGE)
    send_message(owner, entry.pk, "Would you send the sheet in grey?", now=now)
    send_message(author, entry.pk, "I will. Which paper do you use?", now=now)
    other = submit_examined(contest, author, now=now)
    send_message(author, other.pk, "A second thought.", now=now)
    for mail in OutgoingMail.objects.filter(template="message_from_maker"):
        words = write_mail(mail.template, "en", mail.context)
        assert CANARY not in f"{words.subject} {words.body}".lower()
    pages = [f"/entries/{one.pk}/messages/{more}" for one in (entry, other) for more in ("", "?since=1", "?since=0")]
    admin = hire(StaffRole.ADMIN)
    for reader in (owner, judge, hire(StaffRole.AUDITOR), admin, make_creative("rival"), None):
        caller = Caller(reader)
        # Admins know the authors; what others write to one another they do not.
        about = [] if reader == admin else readable(contest, entry)
        for path in [*about, *pages, "/messages/", "/messages/?show=unread", "/notices/"]:
            answer = caller.client.get(path)
            content = (b"".join(answer) if answer.streaming else answer.content).decode()
            assert CANARY not in content.lower(), path
            assert author.email not in content, path
            assert "Which paper do you use?" not in content or reader in (owner, judge), path
    said = Caller(owner).get(f"entries/{entry.pk}/messages")["results"]
    assert [(row["side"], row["author"] is None, row["created_at"] is None) for row in said] == [
        ("maker", True, True),
        ("brand", False, False),
    ]
    cards = Caller(owner).get("conversations")["results"]
    assert {card["about"]["code"] for card in cards} == {entry.code, other.code}
    assert all(card["about"]["maker"] is None and card["last_at"] is None for card in cards)


def test_the_author_sees_themselves() -> None:
    contest, entry, author = canary_entry()
    assert CANARY in str(Caller(author).get(f"entries/{entry.pk}")).lower()
    shown = Caller(owner_of(contest.brand)).get(f"entries/{entry.pk}")
    assert shown["card"]["author"] is None and shown["card"]["submitted_at"] is None and shown["team"] == []
