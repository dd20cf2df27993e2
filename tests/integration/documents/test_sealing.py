"""Files of documents: printed once from their rows, given only to whom they concern, refused once they are touched."""

from io import BytesIO
from uuid import uuid4

import facturx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import MemberRole, StaffRole
from contests.errors import NotVisible
from paper.sealing import FileTampered, NotSealedYet, sweep_orphans
from payouts.documents.composing.cii import write_cii
from payouts.documents.composing.values import Content
from payouts.documents.models import DocumentFile
from payouts.documents.selectors.documents import documents_of_brand, documents_of_contest, open_document
from payouts.documents.services.sealing import seal_documents
from payouts.documents.services.verifying import examine_documents
from tests.fixtures.papers import LATER, decided, issue, issue_and_seal, ready_creative
from tests.fixtures.people import hire
from tests.fixtures.worlds import DAY, add_member, make_brand, make_creative, make_user, owner_of

pytestmark = pytest.mark.django_db


def test_a_file_is_printed_once_and_the_same_bytes_come_from_its_row_at_any_later_date() -> None:
    decided(make_creative(), make_creative(), make_creative())
    (invoice,) = issue()
    with pytest.raises(NotSealedYet):
        open_document(hire(), invoice.ref)
    assert seal_documents(LATER) == 1
    first = DocumentFile.objects.get()
    assert seal_documents(LATER + DAY) == 0
    DocumentFile.objects.update(due_state="waiting", due_at=LATER)
    seal_documents(LATER + 400 * DAY)
    again = DocumentFile.objects.get()
    assert (again.storage_key, again.sha256, again.sealed_at) == (first.storage_key, first.sha256, first.sealed_at)
    assert len(default_storage.listdir("documents")[1]) >= 1


def test_the_file_carries_the_same_invoice_for_programs() -> None:
    decided(make_creative(), make_creative(), make_creative())
    (invoice,) = issue_and_seal()
    opened = open_document(hire(), invoice.ref)
    name, xml = facturx.get_facturx_xml_from_pdf(opened.content, check_xsd=True)
    assert name == "factur-x.xml"
    assert xml == write_cii(Content.from_dict(invoice.content))
    text = PdfReader(BytesIO(opened.content)).pages[0].extract_text()
    assert invoice.reference in text and "Halden Tea" in text


def test_each_person_reads_only_what_is_theirs() -> None:
    payee, other, brand = ready_creative(), ready_creative(), make_brand()
    contest = decided(payee, other, make_creative(), brand=brand)
    fee, pay, _others = issue_and_seal()
    assert (fee.kind, pay.person_id) == ("fee_invoice", payee.pk)
    readers = {
        "owner": (owner_of(brand), True, True),
        "manager": (add_member(brand, MemberRole.MANAGER), True, True),
        "finance": (add_member(brand, MemberRole.FINANCE), True, True),
        "judge": (add_member(brand, MemberRole.JUDGE), False, False),
        "payee": (payee, False, True),
        "another payee": (other, False, False),
        "a stranger": (make_user(), False, False),
        "another brand's owner": (owner_of(make_brand()), False, False),
        "an auditor": (hire(), True, True),
        "an admin": (hire(StaffRole.ADMIN), True, True),
    }
    for name, (reader, reads_fee, reads_pay) in readers.items():
        for document, may in ((fee, reads_fee), (pay, reads_pay)):
            if may:
                assert open_document(reader, document.ref).content.startswith(b"%PDF"), name
            else:
                with pytest.raises(NotVisible):
                    open_document(reader, document.ref)
        assert documents_of_brand(reader, brand).exists() == (name in ("owner", "manager", "finance"))
        shown = {one.pk for one in documents_of_contest(reader, contest)}
        assert (fee.pk in shown, pay.pk in shown) == (reads_fee, reads_pay), name
    with pytest.raises(NotVisible):
        open_document(hire(StaffRole.ADMIN, "other@staff.example"), uuid4())


def test_a_file_that_was_touched_or_lost_is_given_to_nobody_and_told_by_the_audit() -> None:
    decided(make_creative(), make_creative(), make_creative())
    (invoice,) = issue_and_seal()
    file = DocumentFile.objects.get()
    content = open_document(hire(), invoice.ref).content
    default_storage.delete(file.storage_key)
    with pytest.raises(FileTampered, match="gone"):
        open_document(hire(StaffRole.ADMIN), invoice.ref)
    default_storage.save(file.storage_key, ContentFile(content[:-1] + b"!"))
    with pytest.raises(FileTampered, match="not what was sealed"):
        open_document(hire(StaffRole.ADMIN, "other@staff.example"), invoice.ref)
    examined, wrong = examine_documents(None)
    assert examined == 1
    assert wrong == ["F2026-000001 has another file than was sealed, or none"]


def test_files_that_no_row_speaks_of_are_swept_after_a_day(settings: object) -> None:
    decided(make_creative(), make_creative(), make_creative())
    issue_and_seal()
    kept = DocumentFile.objects.get().storage_key
    orphan = default_storage.save("documents/orphan.pdf", ContentFile(b"%PDF"))

    assert sweep_orphans([DocumentFile], timezone.now()) == 0
    sweep_orphans([DocumentFile], timezone.now() + 2 * DAY)
    assert not default_storage.exists(orphan)
    assert default_storage.exists(kept)
