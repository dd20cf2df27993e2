"""Printing: the same sheet gives the same bytes, whoever prints it and whenever; and nothing runs off a page."""

import hashlib
import subprocess
import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from paper.blocks import Attachment, Column, Facts, Heading, Note, Parties, Remarks, Sheet, Table, Text, Title, Totals
from paper.printing import print_sheet
from paper.sealing import fonts_folder
from tests.architecture.reading import ROOT

AMOUNT = (Column("What", 0.7), Column("Amount", 0.3, "right"))


def sheet(*, rows: int = 2, name: str = "Anaïs Łukasz-O’Neill") -> Sheet:
    return Sheet(
        language="fr",
        title="Facture F2026-000123",
        reference="F2026-000123",
        author="Fairbrief <SAS> & co",
        dated=datetime(2026, 3, 2, 12, tzinfo=UTC),
        footer="Fairbrief SAS",
        blocks=(
            Title("Facture F2026-000123", "Commission"),
            Facts((("Émise le", "2 mars 2026"), ("Monnaie", "EUR"))),
            Parties((("Vendeur", ("Fairbrief SAS", "Paris")), ("Client", (name, "Lyon")))),
            Table(AMOUNT, tuple((f"Ligne {row}\nune remarque", "1\u202f234,56 €") for row in range(rows))),
            Totals((("Total HT", "1,00 €"), ("Reste dû", "0,00 €"))),
            Note("À ne pas manquer.", "Autofacturation"),
            Heading("Et puis"),
            Text("Un paragraphe.\nUn autre.", "soft"),
            Remarks((("Réglée", "Depuis longtemps."),)),
        ),
        attachments=(Attachment("factur-x.xml", b"<a/>", "text/xml", "for programs"),),
    )


def printed(**said: object) -> bytes:
    return print_sheet(sheet(**said), fonts=fonts_folder())  # type: ignore[arg-type]


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def test_the_same_sheet_gives_the_same_bytes_in_another_process_with_fonts_cut_anew(tmp_path: Path) -> None:
    script = (
        "import sys, hashlib; from pathlib import Path; from paper.printing import print_sheet;"
        "from tests.unit.paper.test_printing import sheet;"
        "print(hashlib.sha256(print_sheet(sheet(), fonts=Path(sys.argv[1]))).hexdigest())"
    )
    elsewhere = subprocess.run(
        [sys.executable, "-c", f"import tests.conftest; {script}", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == hashlib.sha256(printed()).hexdigest()


def test_it_is_a_pdf_a_3_file_that_says_what_it_carries() -> None:
    pdf = printed()
    reader = PdfReader(BytesIO(pdf))
    assert dict(reader.attachments) == {"factur-x.xml": [b"<a/>"]}
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert metadata.dc_title == {"x-default": "Facture F2026-000123"}
    assert metadata.dc_creator == ["Fairbrief <SAS> & co"]
    root = reader.trailer["/Root"].get_object()
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"  # type: ignore[index]
    assert root["/AF"]
    assert b"<pdfaid:part>3</pdfaid:part>" in root["/Metadata"].get_object().get_data()  # type: ignore[index]
    assert str(metadata.xmp_create_date).startswith("2026-03-02 12:00:00")


def test_a_long_table_goes_on_under_its_head_on_numbered_pages() -> None:
    found = pages(printed(rows=60))
    assert len(found) >= 4
    assert all("Amount" in page for page in found[:3]), "each page repeats the head"
    assert all(f"{number}/{len(found)}" in page for number, page in enumerate(found, start=1))
    assert sum(page.count("une remarque") for page in found) == 60


@pytest.mark.parametrize(("name", "shown"), [("Анна", "????"), ("Ana\u202fMaria", "Ana"), ("x" * 90, "xxxx")])
def test_signs_that_the_typefaces_lack_are_marked_and_long_words_break(name: str, shown: str) -> None:
    assert shown in pages(printed(name=name))[0]
