"""A site whose media lie in a bucket, on an S3 server of the tests' own."""

import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer


@dataclass(frozen=True)
class Kept:
    """The bucket, seen from its server's side."""

    name: str
    server: str
    held: Any

    def names(self) -> list[str]:
        """Every object's name."""
        return sorted(each.key for each in self.held.objects.all())

    def content(self, name: str) -> bytes:
        """One object's bytes."""
        return self.held.Object(name).get()["Body"].read()

    def holding(self, marker: str) -> list[str]:
        """The objects with `marker` in them or in their names."""
        return [name for name in self.names() if marker in name or marker.encode() in self.content(name)]


@pytest.fixture(scope="session")
def s3() -> Iterator[Any]:
    """A server that speaks S3, seen from its own side."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield boto3.resource("s3", endpoint_url=f"http://{host}:{port}", region_name="eu-west-2", aws_access_key_id="key", aws_secret_access_key="secret")
    server.stop()


@pytest.fixture
def bucket(s3, settings, tmp_path) -> Kept:
    """The site with a bucket of this test's own, and a folder in which no medium may appear."""
    name, server = f"alongside-{uuid4().hex[:12]}", s3.meta.client.meta.endpoint_url
    held = s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    access = {"bucket_name": name, "endpoint_url": server, "region_name": "eu-west-2", "access_key": "key", "secret_key": "secret"}
    settings.BUCKET, settings.BUCKET_ACCESS, settings.LEDGER = name, access, f"s3://{name}/ledger"
    settings.MEDIA_ROOT = settings.VAR = tmp_path / "var"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "home.storage.Bucket", "OPTIONS": access}}
    return Kept(name, server, held)


@pytest.fixture
def away(bucket, settings):
    """Take the bucket away, and bring it back: `away(True)`, `away(False)`."""
    with socket.socket() as probe:  # nothing listens there any more
        probe.bind(("127.0.0.1", 0))
        nowhere = f"http://127.0.0.1:{probe.getsockname()[1]}"

    def switch(is_away: bool) -> None:
        access = {**settings.BUCKET_ACCESS, "endpoint_url": nowhere if is_away else bucket.server}
        settings.BUCKET_ACCESS = access
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "home.storage.Bucket", "OPTIONS": access}}

    return switch
