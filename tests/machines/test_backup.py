"""A backup of a site whose media, ledger and published file lie in a bucket, and its restore into that bucket."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from capability.dataset import NAME
from capability.dataset.place import publish_again
from home import ledger
from home.actions.backing_up import restoring
from home.actions.backing_up.making import finished_in, make_backup
from home.models import File
from home.rules.backups import BackupProblem

pytestmark = pytest.mark.django_db(transaction=True)


def leaflet(name: str) -> File:
    return File.objects.create(title=name, file=ContentFile(f"%PDF-1.4 {name}".encode() * 5000, f"{name}.pdf"))


def test_what_lies_in_the_bucket_comes_back_under_its_names_and_the_ledger_stays(bucket, settings, tmp_path):
    settings.VAR.mkdir()
    (settings.VAR / "figures").write_bytes(b"figures of the quarter")
    publish_again(settings.VAR / "figures")
    kept, removed, lost = leaflet("kept"), leaflet("removed"), leaflet("lost")
    default_storage.delete(lost.file.name)
    before = {name: bucket.content(name) for name in bucket.names()}
    manifest = make_backup(folder=tmp_path / "backups")
    assert set(manifest.media) == {kept.file.name, removed.file.name}
    assert f"published/{NAME}" in manifest.files
    assert manifest.missing == [lost.file.name]

    ledger.append("withdrawal", contribution="0b0e9d1c-0000-4000-8000-000000000001")
    default_storage.delete(removed.file.name)
    default_storage.replace(kept.file.name, ContentFile(b"something else"))
    later = leaflet("later")
    (settings.VAR / "figures").write_bytes(b"newer figures")
    publish_again(settings.VAR / "figures")
    done = restoring.restore(folder=tmp_path / "backups", replace=True)
    after = {name: bucket.content(name) for name in bucket.names()}
    assert len(after.pop("ledger/ledger.jsonl").splitlines()) == 1, "it is nobody's medium"
    before.pop("ledger/ledger.jsonl", None)
    assert after == before
    assert later.file.name not in after
    assert done.replayed == {"withdrawal": (0, 1)}


def test_a_bucket_that_is_away_is_a_sentence_and_leaves_no_half_of_a_backup(bucket, away, settings, tmp_path):
    settings.VAR.mkdir()
    leaflet("kept")
    away(True)
    with pytest.raises(BackupProblem, match="There is no backup: The bucket cannot be reached"):
        make_backup(folder=tmp_path / "backups")
    assert finished_in(tmp_path / "backups") == []
