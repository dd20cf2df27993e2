"""Uploaded files: what is let in, and what is made of it. Functions on paths and bytes; no model, no framework.

    media_type = sniff(head, filename)          # the first bytes decide; a wrong name is refused
    scan(path, settings.VIRUS_SCAN_COMMAND)     # fails closed
    processed = process_image(path, folder)     # decoded in a child that may be killed
    members = list_archive(path)                # a ZIP is listed, never extracted

All of them raise MediaRefused (the owner can act) or MediaCrashed (the operator must look, too).
"""

from contests.media.archives import ArchiveMember, list_archive
from contests.media.errors import MediaCrashed, MediaRefused
from contests.media.limits import DEFAULT_LIMITS, DEFAULT_WIDTHS, Limits
from contests.media.media_types import HEAD_BYTES, MediaType, check_size, sniff
from contests.media.processing import Derivative, ProcessedImage, process_image
from contests.media.scanning import ScanOutcome, scan

__all__ = [
    "DEFAULT_LIMITS",
    "DEFAULT_WIDTHS",
    "HEAD_BYTES",
    "ArchiveMember",
    "Derivative",
    "Limits",
    "MediaCrashed",
    "MediaRefused",
    "MediaType",
    "ProcessedImage",
    "ScanOutcome",
    "check_size",
    "list_archive",
    "process_image",
    "scan",
    "sniff",
]
