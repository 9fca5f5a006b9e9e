"""Media in an S3-compatible bucket, for sites that run on several machines. No browser is ever led there.

The bucket is private, and nothing in it has an address: every file comes through the views that ask who wants it
(`home.views.media`, contributions' files), which pass its bytes on. So a person who loses a right loses it with the next request,
the policy for scripts and pictures names no other host, and nobody learns where the bucket is.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3File, S3Storage
from storages.utils import clean_name

from home.away import BucketAway

PIECE = 64 * 1024
_here = threading.local()
IN_ONE_PIECE = 64 * 1024 * 1024  # bytes; more than any upload: parts of a broken one would lie in the bucket unseen


@contextmanager
def asked() -> Iterator[None]:
    """Turn what boto says into `FileNotFoundError` and `BucketAway`."""
    try:
        yield
    except ClientError as said:
        if said.response["ResponseMetadata"]["HTTPStatusCode"] == 404 and said.response["Error"]["Code"] != "NoSuchBucket":
            raise FileNotFoundError("The bucket holds no such file.") from said
        raise BucketAway(f"The bucket refuses: {said.response['Error']['Code']}") from said
    except (BotoCoreError, Boto3Error) as fault:
        raise BucketAway(f"The bucket cannot be reached: {type(fault).__name__}") from fault


class BucketFile(S3File):
    """A file of the bucket; what is read whole is fetched once, a part is asked for as a part."""

    def _get_file(self):
        with asked():
            return super()._get_file()

    file = property(_get_file, S3File._set_file)

    @property
    def tag(self) -> str:
        """What changes whenever its content does."""
        return self.obj.e_tag.strip('"')

    def pieces(self, first: int, last: int) -> Iterator[bytes]:
        """The bytes from `first` to `last`, both included, as they arrive."""
        with asked():
            body = self.obj.get(Range=f"bytes={first}-{last}")["Body"]
            try:
                yield from body.iter_chunks(PIECE)
            finally:
                body.close()


class Bucket(S3Storage):
    """The storage that Django is given. Every new file lies in a folder of its own, so two of one name never meet."""

    def __init__(self, **given) -> None:
        given.setdefault("client_config", _manners(bool(given.get("endpoint_url"))))
        given.setdefault("transfer_config", TransferConfig(use_threads=False, multipart_threshold=IN_ONE_PIECE))
        super().__init__(file_overwrite=False, querystring_expire=60, **given)

    def url(self, name, *args, **kwargs) -> str:
        """Where this site serves the file to those who may see it."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(clean_name(name))}"

    def get_available_name(self, name, max_length=None) -> str:
        """The name, in a folder that nobody else writes to."""
        folder, _, base = clean_name(name).rpartition("/")
        return super().get_available_name("/".join(filter(None, [folder, uuid4().hex[:12], base])), max_length)

    def _create_session(self):
        """One for each thread and key: what boto knows of S3 takes it a third of a second to read."""
        sessions = _here.__dict__.setdefault("sessions", {})
        key = (self.access_key, self.secret_key, self.security_token)
        if key not in sessions:
            sessions[key] = super()._create_session()
        return sessions[key]

    def replace(self, name: str, content) -> None:
        """Put `content` in the place of what is called `name`, at once and whole."""
        with asked():
            super()._save(name, content)

    def names(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """Every file under `folder`, with when it was written."""
        within = f"{self.location}/" if self.location else ""
        with asked():
            for found in self.bucket.objects.filter(Prefix=f"{within}{folder}/"):
                yield found.key.removeprefix(within), found.last_modified

    def _open(self, name, mode="rb"):
        with asked():
            return BucketFile(self._normalize_name(clean_name(name)), mode, self)

    def _save(self, name, content):
        with asked():
            return super()._save(name, content)

    def delete(self, name) -> None:
        """Take the file away; `BucketAway` where that cannot be known."""
        with asked():
            super().delete(name)

    def exists(self, name) -> bool:
        """Whether it is there."""
        with asked():
            return super().exists(name)

    def listdir(self, path):
        """The folders and files under `path`."""
        with asked():
            return super().listdir(path)

    def size(self, name) -> int:
        """How many bytes it has."""
        with asked():
            return super().size(name)

    def get_modified_time(self, name):
        """When it was written."""
        with asked():
            return super().get_modified_time(name)


def bucket_at(address: str) -> Bucket:
    """The bucket and folder of `s3://bucket/folder`, reached as the media are."""
    name, _, folder = address.removeprefix("s3://").partition("/")
    return Bucket(**{**settings.BUCKET_ACCESS, "bucket_name": name, "location": folder.strip("/")})


def _manners(own_server: bool) -> Config:
    """Short patience, so that a bucket that is away is a page with a sentence; and only what every S3-compatible server knows."""
    return Config(
        connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2, "mode": "standard"}, signature_version="s3v4",
        s3={"addressing_style": "path" if own_server else "auto"},
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
    )  # fmt: skip
