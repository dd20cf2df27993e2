"""Files in an S3-compatible store: the variables alone move them there."""

import os
import subprocess
import sys
from collections.abc import Iterator

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.architecture.reading import ROOT

BUCKET = "files-of-a-test"
ROUND_TRIP = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage as files
key = files.save("originals/k", ContentFile(b"work"))
print(key, files.open(key).read().decode(), type(files).__mro__)
"""


@pytest.fixture(scope="module")
def store() -> Iterator[dict[str, str]]:
    """A store of its own; what processes need to reach it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield os.environ | {
        "AWS_STORAGE_BUCKET_NAME": BUCKET,
        "AWS_S3_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    server.stop()


def run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def keys(environment: dict[str, str]) -> list[str]:
    client = boto3.client(
        "s3",
        endpoint_url=environment["AWS_S3_ENDPOINT_URL"],
        region_name="us-east-1",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    return [found["Key"] for found in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def test_the_bucket_is_made_once_and_files_live_in_it(store: dict[str, str]) -> None:
    assert f"Made the bucket {BUCKET}." in run(store, "manage.py", "ensure_bucket")
    assert run(store, "manage.py", "ensure_bucket") == ""
    assert run(store, "-c", ROUND_TRIP).startswith("originals/k work")
    assert keys(store) == ["originals/k"]


def test_without_a_bucket_there_is_nothing_to_make() -> None:
    assert "no bucket to make" in run(dict(os.environ), "manage.py", "ensure_bucket")
