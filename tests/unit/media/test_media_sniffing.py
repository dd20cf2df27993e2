"""The first bytes decide what a file is, and its name must agree."""

import zipfile
from io import BytesIO

import pytest

from contests.media.errors import MESSAGES, MediaRefused
from contests.media.media_types import FOREIGN, MAX_GIF_BYTES, MediaType, check_size, sniff
from tests.unit.media.builders import picture, saved


def zip_bytes() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("logo.svg", "<svg/>")
    return target.getvalue()


HONEST = [
    ("a.png", lambda: saved(picture(), "PNG"), MediaType.PNG),
    ("a.JPG", lambda: saved(picture(), "JPEG"), MediaType.JPEG),
    ("a.jpeg", lambda: saved(picture(), "JPEG"), MediaType.JPEG),
    ("a.webp", lambda: saved(picture(), "WEBP"), MediaType.WEBP),
    ("a.avif", lambda: saved(picture(), "AVIF"), MediaType.AVIF),
    ("a.gif", lambda: saved(picture(), "GIF"), MediaType.GIF),
    ("a.pdf", lambda: b"%PDF-1.7\n", MediaType.PDF),
    ("a.zip", zip_bytes, MediaType.ZIP),
    ("a.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>', MediaType.SVG),
    (
        "a.svg",
        lambda: b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn --><!DOCTYPE svg [<!ENTITY a "b">]>\n<svg:svg>',
        MediaType.SVG,
    ),
    ("without-ending", lambda: saved(picture(), "PNG"), MediaType.PNG),
    ("C:\\Users\\me\\entry.v2.png", lambda: saved(picture(), "PNG"), MediaType.PNG),
]


@pytest.mark.parametrize(("name", "data", "expected"), HONEST)
def test_an_honest_file_is_recognised(name, data, expected):
    assert sniff(data()[:4096], name) is expected


@pytest.mark.parametrize("name", ["a.jpg", "a.png.exe", "a.zip", "a.html", "a.svg", "../../a.php"])
def test_a_name_that_disagrees_is_refused_and_told_what_to_do(name):
    with pytest.raises(MediaRefused) as refusal:
        sniff(saved(picture(), "PNG"), name)
    assert refusal.value.code == "extension_mismatch"
    assert "in fact a PNG file" in refusal.value.message
    assert "end in .png" in refusal.value.message
    assert "/" not in refusal.value.message


@pytest.mark.parametrize(
    ("head", "code"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "foreign_image"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "unknown_format"),
        (b"II*\0\x08\0\0\0", "foreign_image"),
        (b"8BPS\0\x01", "foreign_layers"),
        (b"%!PS-Adobe-3.0", "foreign_print"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isom", "foreign_video"),
        (b"Rar!\x1a\x07", "foreign_archive"),
        (b"MZ\x90\0", "foreign_program"),
        (b"#!/bin/sh\n", "foreign_program"),
        (b"\n<!DOCTYPE html><svg>", "foreign_page"),
        (b"<html><svg></svg></html>", "foreign_page"),
        (b"hello", "unknown_format"),
        (b"<svgfoo>", "unknown_format"),
        (b"RIFF\0\0\0\0WAVE", "unknown_format"),
        (b"", "empty"),
    ],
)
def test_what_is_not_on_the_list_is_refused_with_advice(head, code):
    with pytest.raises(MediaRefused) as refusal:
        sniff(head, "entry.png")
    # A file that claims generic brands and HEIC is a HEIC as well; either refusal helps its owner.
    assert refusal.value.code in ({code, "foreign_video"} if b"mif1" in head else {code})
    assert len(refusal.value.message) > 20


def test_every_refusal_by_format_has_its_words():
    assert {code for _, _, code in FOREIGN} <= MESSAGES.keys()


def test_a_head_made_to_backtrack_is_settled():
    # A pattern that tries every way to part 500 comments would never return.
    with pytest.raises(MediaRefused):
        sniff((b"<!-- -->" * 600)[:4096], "a.svg")


def test_only_what_can_be_decoded_counts_as_an_image():
    assert {member for member in MediaType if member.is_image} == {
        MediaType.PNG,
        MediaType.JPEG,
        MediaType.WEBP,
        MediaType.AVIF,
        MediaType.GIF,
    }


@pytest.mark.parametrize(("size", "code"), [(0, "empty"), (MAX_GIF_BYTES + 1, "too_large")])
def test_weight_is_checked(size, code):
    with pytest.raises(MediaRefused) as refusal:
        check_size(MediaType.GIF, size)
    assert refusal.value.code == code


def test_the_heaviest_allowed_file_passes():
    check_size(MediaType.GIF, MAX_GIF_BYTES)


def test_control_characters_of_a_name_never_reach_the_message():
    with pytest.raises(MediaRefused) as refusal:
        sniff(saved(picture(), "PNG"), "a\u202egnp\x00\n" + "x" * 300 + ".exe")
    assert refusal.value.message.isprintable()
    assert len(refusal.value.message) < 220
