"""Makes the bucket that files are kept in, if it is missing. Does nothing where files are kept in a folder."""

from typing import Any

from botocore.exceptions import ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand

MISSING = {"404", "NoSuchBucket", "NotFound"}


class Command(BaseCommand):
    help = "Make the object store's bucket unless it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.S3_BUCKET:
            self.stdout.write("Files are kept in a folder; there is no bucket to make.")
            return
        client = storages["default"].connection.meta.client  # type: ignore[attr-defined]
        try:
            client.head_bucket(Bucket=settings.S3_BUCKET)
        except ClientError as error:
            if error.response["Error"]["Code"] not in MISSING:
                raise
            client.create_bucket(Bucket=settings.S3_BUCKET)
            self.stdout.write(f"Made the bucket {settings.S3_BUCKET}.")
