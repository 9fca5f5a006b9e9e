"""What the tests themselves stand on."""

import json
import socket

import pytest
from allauth.mfa.utils import is_mfa_enabled
from django.db import connection

from home.models import User
from home.permissions import standing
from tests import databases


def test_the_cast_is_who_they_should_be(cast):
    assert standing(cast.ben).manager
    assert not standing(cast.asha).needs_second_factor
    assert standing(cast.editor).editor
    assert standing(cast.lead).lead
    assert standing(cast.admin).administrator
    assert list(User.objects.in_team(cast.team).order_by("name")) == [cast.asha, cast.ben]
    assert cast.frank not in User.objects.in_team(cast.other_team)


def test_a_manager_of_the_cast_is_not_sent_to_set_up_a_second_factor(cast, client_for):
    assert is_mfa_enabled(cast.ben)
    cast.ben.authenticator_set.all().delete()
    assert client_for(cast.ben).get("/dashboard/").headers["Location"] == "/accounts/2fa/"


def test_the_network_ends_at_this_machine():
    with pytest.raises(AssertionError, match="called out"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with pytest.raises(AssertionError, match="looked up"):
        socket.getaddrinfo("example.org", 80)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_real_transactions_leave_wagtails_first_rows_for_the_next_test(turn):
    from wagtail.models import Page, Site

    assert Site.objects.filter(is_default_site=True).exists()
    assert User.objects.count() == 0
    User.objects.create_user("someone@example.org", name="Someone")
    Page.objects.filter(depth__gt=1).delete()


@pytest.mark.django_db
def test_sqlite_is_set_as_on_a_real_site():
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert cursor.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 1
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] >= 5000


def test_only_a_template_whose_migrations_all_still_stand_is_built_upon(tmp_path, monkeypatch):
    monkeypatch.setattr(databases, "KEPT", tmp_path)
    ours = dict(list(databases.migrations().items())[:5])
    kept = {"fewer": dict(list(ours.items())[:2]), "most": ours, "edited": {**ours, next(iter(ours)): "another"}, "gone": {**ours, "home.migrations.9999": "x"}}
    for name, parts in kept.items():
        (tmp_path / f"alongside_migrated_{name}.sqlite3").touch()
        (tmp_path / f"alongside_migrated_{name}.json").write_text(json.dumps(parts))
    assert databases._earlier_template() == tmp_path / "alongside_migrated_most.sqlite3"
    (tmp_path / "alongside_migrated_most.sqlite3").unlink()
    assert databases._earlier_template() == tmp_path / "alongside_migrated_fewer.sqlite3"
