"""Importing a roster: exactly what the dry run showed, or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from wagtail.models import ModelLogEntry

from home.actions import roster
from home.actions.refusals import Refused
from home.models import Letter, Membership, Team, TeamManager, User

pytestmark = pytest.mark.django_db
URL = "/teams/import/"


def content_for(cast) -> bytes:
    rows = [
        "email,name,team,service,job_role,manager,deputy,started_on,ended_on",
        f"jo@example.org,Jo Bloggs,Days,{cast.service.name},Recovery worker,yes,,2026-10-01,",
        f"kit@example.org,=Kit,Days,{cast.service.name},Recovery worker,,yes,,",
        f"asha@example.org,,{cast.team.name},,Team manager,,,,2026-12-31",
    ]
    return "\r\n".join(rows).encode("utf-8-sig")


def everything() -> tuple:
    return tuple(model.objects.count() for model in (User, Team, Membership, TeamManager, Letter))


def test_the_page_shows_what_would_change_and_changes_nothing(cast, client_for):
    before = everything()
    page = client_for(cast.admin).post(URL, {"file": SimpleUploadedFile("r.csv", content_for(cast))}).content.decode()
    assert "Make the team Days" in page
    assert "Jo Bloggs manages Days" in page
    assert "leaves" in page
    assert everything() == before


def test_carrying_out_does_exactly_that(cast, client_for):
    client = client_for(cast.admin)
    shown = client.post(URL, {"file": SimpleUploadedFile("r.csv", content_for(cast))})
    done = client.post(URL, shown.context["carry_out"].initial)
    assert done.url == "/teams/"
    jo = User.objects.get(email="jo@example.org")
    days = Team.objects.get(name="Days", service=cast.service)
    assert Membership.objects.get(person=jo, team=days).job_role.name == "Recovery worker"
    assert TeamManager.objects.filter(team=days).values_list("person__email", "is_deputy").order_by("person__email")[0] == ("jo@example.org", False)
    assert Membership.objects.get(person=cast.asha, team=cast.team).ended_on.isoformat() == "2026-12-31"
    assert Letter.objects.filter(address="jo@example.org").count() == 1
    assert ModelLogEntry.objects.filter(action="home.roster_imported").count() == 1
    again = client.post(URL, {"file": SimpleUploadedFile("r.csv", content_for(cast))})
    assert again.context["shown"].steps == []
    assert again.context["carry_out"] is None


def test_what_changed_meanwhile_stops_all_of_it(cast):
    content = content_for(cast)
    token = roster.seal(content, roster.dry_run(content), cast.admin)
    User.objects.create_user("jo@example.org", name="Somebody else")
    before = everything()
    with pytest.raises(Refused, match="changed since you looked"):
        roster.import_roster(content=content, token=token, by=cast.admin)
    assert everything() == before


def test_another_file_or_anothers_look_is_not_enough(cast):
    content = content_for(cast)
    token = roster.seal(content, roster.dry_run(content), cast.admin)
    other = content.replace(b"Jo Bloggs", b"Jo Blogs.")
    for tried, by in ((other, cast.admin), (content, None)):
        with pytest.raises(Refused):
            roster.import_roster(content=tried, token=token, by=by)
    with pytest.raises(Refused):
        roster.import_roster(content=content, token="forged", by=cast.admin)


def test_a_crash_in_the_middle_leaves_nothing(cast, monkeypatch):
    content = content_for(cast)
    token = roster.seal(content, roster.dry_run(content), cast.admin)
    before = everything()

    def crash(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(roster.TeamManager.objects, "create", crash)
    with pytest.raises(RuntimeError):
        roster.import_roster(content=content, token=token, by=cast.admin)
    assert everything() == before


def test_rows_to_put_right_stop_all_of_it(cast, client_for):
    content = content_for(cast) + b"\r\nnonsense,,,,,,,,\r\n"
    shown = client_for(cast.admin).post(URL, {"file": SimpleUploadedFile("r.csv", content)})
    assert b"is not an e-mail address" in shown.content
    assert shown.context["carry_out"] is None
    with pytest.raises(Refused):
        roster.import_roster(content=content, token=roster.seal(content, roster.dry_run(content), cast.admin), by=cast.admin)


@pytest.mark.parametrize("who", ["asha", "ben", "carys", "dev", "eve", "frank", "editor", "lead"])
def test_the_page_is_for_administrators(cast, client_for, who):
    assert client_for(getattr(cast, who)).get(URL).status_code == 404
    assert client_for(getattr(cast, who)).post(URL, {"token": "x", "content": "eA=="}).status_code == 404


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "The file is empty."), (b"PK\x03\x04zzzz", "This is a workbook."), (b"x" * 600_000, "larger than 512 kB")]
)
def test_a_file_that_cannot_be_taken_says_why_on_the_page(cast, client_for, content, sentence):
    page = client_for(cast.admin).post(URL, {"file": SimpleUploadedFile("r.csv", content)})
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_planning_takes_the_same_queries_for_any_number_of_rows(cast, django_assert_num_queries):
    head = "email,name,team\r\n"
    rows = "".join(f"p{number}@example.org,P {number},{cast.team.name}\r\n" for number in range(200))
    with django_assert_num_queries(6):
        roster.dry_run((head + "p@example.org,P," + cast.team.name).encode())
    with django_assert_num_queries(6):
        roster.dry_run((head + rows).encode())


def test_the_command_looks_and_carries_out(cast, tmp_path, capsys):
    file = tmp_path / "roster.csv"
    file.write_bytes(content_for(cast))
    before = everything()
    call_command("import_roster", str(file), "--dry-run")
    assert "Nothing was changed" in capsys.readouterr().out
    assert everything() == before
    call_command("import_roster", str(file))
    assert User.objects.filter(email="kit@example.org").exists()
    file.write_bytes(b"email,team,admin\nx,y,z\n")
    with pytest.raises(CommandError, match="rights"):
        call_command("import_roster", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_roster", str(tmp_path / "nowhere.csv"))
