"""Founding a site, support, and setting it up."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.management import CommandError, call_command
from django_q.models import Schedule
from wagtail.models import GroupPagePermission, Page, Site, Workflow

from home.actions import founding, sending
from home.actions.founding import found_site
from home.actions.plain_pages import BrokenFile, load_plain_pages, read_text
from home.enums import GlobalRole
from home.models import ApprovedDomain, HomePage, PlainPage, Sector, Service, SiteSettings, User
from home.permissions import standing

pytestmark = pytest.mark.django_db


def test_founding_twice_changes_nothing():
    found_site()
    before = [list(model.objects.order_by("pk").values()) for model in (Page, Site, Group, Workflow, Schedule, SiteSettings)]
    lines: list[str] = []
    found_site(lines.append)
    assert [list(model.objects.order_by("pk").values()) for model in (Page, Site, Group, Workflow, Schedule, SiteSettings)] == before
    assert not any(line.startswith(("Wrote", "Brought")) for line in lines)


def test_the_site_begins_at_our_home_page_and_wagtails_welcome_is_gone(client):
    found_site()
    assert Site.objects.get(is_default_site=True).root_page.specific.__class__ is HomePage
    assert not Page.objects.filter(title__contains="Wagtail").exists()
    assert client.get("/").status_code == 200
    for slug in ("", "terms/", "code-of-conduct/", "who-can-see/", "cookies/", "accessibility/"):
        assert client.get(f"/about/{slug}").status_code == 200, slug


def test_links_between_the_shipped_pages_lead_somewhere(client):
    import re

    found_site()
    for page in PlainPage.objects.all():
        html = client.get(page.url_path.replace("/home/", "/", 1)).content.decode()
        for link in set(re.findall(r"<main.*?</main>", html, re.DOTALL) and re.findall(r'href="(/about/[^"]*)"', html)):
            assert client.get(link).status_code == 200, (page.slug, link)


def test_an_editors_change_is_never_written_over(tmp_path):
    found_site()
    file = tmp_path / "about.md"
    file.write_text('+++\ntitle = "About"\nslug = "about"\nsummary = "S"\n+++\nFirst words\n', "utf-8")
    home = HomePage.objects.get()
    PlainPage.objects.filter(slug="about").first().get_descendants().delete()
    about = PlainPage.objects.get(slug="about")
    about.title = "What an editor wrote"
    about.save_revision().publish()
    assert load_plain_pages(home, tmp_path) == []
    assert PlainPage.objects.get(slug="about").title == "What an editor wrote"
    about.loaded_digest = __import__("home.actions.plain_pages", fromlist=["digest_of"]).digest_of(PlainPage.objects.get(slug="about"))
    PlainPage.objects.filter(pk=about.pk).update(loaded_digest=about.loaded_digest)
    assert load_plain_pages(home, tmp_path) == ["Brought up to date “About”"]


@pytest.mark.parametrize(
    ("words", "sentence"), [("no head", "does not begin with a head"), ("+++\n= x\n+++\n", "is not TOML"), ('+++\ntitle = "x"\n+++\n', "no slug")]
)
def test_a_broken_file_is_named(tmp_path, words, sentence):
    file = tmp_path / "about.md"
    file.write_text(words, "utf-8")
    with pytest.raises(BrokenFile, match=sentence):
        read_text(file)


def test_groups_may_what_their_role_may(cast):
    found_site()
    home = HomePage.objects.get()
    about = PlainPage.objects.get(slug="about")
    rights = {
        name: (about.permissions_for_user(person).can_edit(), about.permissions_for_user(person).can_publish(), about.permissions_for_user(person).can_delete())
        for name, person in {"asha": cast.asha, "editor": cast.editor, "lead": cast.lead, "admin": cast.admin}.items()
    }
    assert rights == {"asha": (False, False, False), "editor": (True, False, False), "lead": (True, True, False), "admin": (True, True, True)}
    assert home.get_workflow().name == "Reviewed by another editor"


def test_rights_that_an_administrator_changed_stay_so(monkeypatch):
    found_site()
    editors = Group.objects.get(name=GlobalRole.EDITOR.value)
    enter = editors.permissions.get(codename="access_admin")
    lock, add = (Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{verb}_page") for verb in ("lock", "add"))
    sectors = Permission.objects.get(codename="add_sector")
    editors.permissions.remove(enter)
    editors.permissions.add(sectors)
    editors.page_permissions.get(permission=add).delete()
    GroupPagePermission.objects.create(group=editors, page=Page.get_first_root_node(), permission=lock)
    found_site()
    assert set(editors.permissions.values_list("codename", flat=True)) == {"add_sector"}
    assert set(editors.page_permissions.values_list("permission__codename", flat=True)) == {"change_page", "lock_page"}


def test_a_new_version_brings_and_drops_rights(monkeypatch):
    found_site()
    leads = Group.objects.get(name=GlobalRole.LEAD.value)
    assert leads.permissions.filter(codename="add_sector").exists()
    rights = {**founding.MODEL_RIGHTS, GlobalRole.LEAD: {"home.sector": "view", "home.team": "view"}}
    monkeypatch.setattr(founding, "MODEL_RIGHTS", rights)
    monkeypatch.setitem(founding.PAGE_RIGHTS, GlobalRole.LEAD, ("change_page", "lock_page"))
    found_site()
    assert set(leads.permissions.values_list("codename", flat=True)) == {"access_admin", "view_sector", "view_team"}
    assert set(leads.page_permissions.values_list("permission__codename", flat=True)) == {"change_page", "lock_page"}


def test_recurring_tasks_are_on_the_list_once():
    found_site()
    found_site()
    rows = Schedule.objects.filter(func="home.tasks.send_due_letters")
    assert [(row.schedule_type, row.minutes) for row in rows] == [(Schedule.MINUTES, 1)]


def test_a_command_makes_an_administrator(db, capsys):
    found_site()
    call_command("make_administrator", "New@Area.example", "--name", "Nia")
    person = User.objects.get(email="new@area.example")
    assert person.groups.filter(name=GlobalRole.ADMINISTRATOR.value).exists()
    assert standing(User.objects.with_standing().get(pk=person.pk)).administrator
    call_command("make_administrator", "new@area.example")
    assert User.objects.filter(email__iexact="new@area.example").count() == 1
    with pytest.raises(CommandError, match="is not an e-mail address"):
        call_command("make_administrator", "nobody")


def test_support_is_open_to_everyone_and_shows_the_areas_lines(client):
    found_site()
    kept = SiteSettings.objects.get()
    kept.local_support = "Wenbridge crisis line | 01632 960123 | day and night\nFront desk|01632 960124"
    kept.save()
    page = client.get("/support/").content.decode()
    assert "116 123" in page
    assert "01632 960123" in page
    assert "01632 960124" in page


def test_a_saved_setting_shows_with_the_next_page(client, django_capture_on_commit_callbacks):
    found_site()
    client.get("/support/")
    with django_capture_on_commit_callbacks(execute=True):
        kept = SiteSettings.objects.get()
        kept.name = "Wenbridge Together"
        kept.save()
    assert "Wenbridge Together" in client.get("/support/").content.decode()


def test_setting_up_is_for_administrators(cast, client_for):
    for who, person in cast.everyone().items():
        assert client_for(person).get("/setup/").status_code == (200 if who == "admin" else 404), who
        if who != "admin":
            assert client_for(person).post("/setup/", {"part": "done"}).status_code == 404


def test_each_part_of_setting_up_is_kept_by_itself(cast, client_for, django_capture_on_commit_callbacks):
    client = client_for(cast.admin)

    def keep(**typed):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/setup/", typed)

    assert "Set this site up" in client.get("/dashboard/").content.decode()
    assert keep(part="name", name="Wenbridge Together", area="Wenbridge", strapline="", contact_email="hello@wenbridge.example").status_code == 302
    wrong = keep(part="support", local_support="no bar here", staff_support="", safeguarding="Ring 999")
    assert b"Line 1: write the name" in wrong.content
    assert b"Ring 999" in wrong.content
    assert keep(part="support", local_support="A | 1", staff_support="", safeguarding="").status_code == 302
    assert keep(part="keeping", retention_months="36").status_code == 302
    names = [*Sector.objects.values_list("name", flat=True), "Housing advice"]
    assert keep(part="sectors", names="\n".join(names)).status_code == 302
    assert b"There are services in" in keep(part="sectors", names="Only this").content
    assert keep(part="domains", domains="@Wenbridge.example\n").status_code == 302
    assert b"is not a domain" in keep(part="domains", domains="not a domain").content
    sector = Sector.objects.get(name="Housing advice")
    rows = {
        "services-TOTAL_FORMS": "3",
        "services-INITIAL_FORMS": "0",
        "services-0-name": "Advice Shop",
        "services-0-sector": sector.pk,
        "services-0-place": "Mill Street",
    }
    assert keep(part="services", **rows).status_code == 302
    assert keep(part="services", **rows | {"services-0-place": ""}).status_code == 200
    kept = SiteSettings.objects.get()
    assert (kept.name, kept.local_support, kept.retention_months) == ("Wenbridge Together", "A | 1", 36)
    assert Service.objects.get(name="Advice Shop").sector == sector
    assert list(ApprovedDomain.objects.values_list("domain", flat=True)) == ["wenbridge.example"]
    assert keep(part="test").status_code == 302
    sending.send_due()
    assert mail.outbox[-1].to == [cast.admin.email]
    assert "Wenbridge Together" in client.get("/dashboard/").content.decode()
    assert keep(part="done").url == "/dashboard/"
    assert "Set this site up" not in client.get("/dashboard/").content.decode()


def test_the_map_is_opened_and_closed_where_a_site_is_set_up(cast, client_for, django_capture_on_commit_callbacks):
    client = client_for(cast.admin)
    for typed, signed_out in (({"services_public": "on"}, 200), ({}, 302)):
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post("/setup/", {"part": "map", **typed}).status_code == 302
        assert client_for(None).get("/services/").status_code == signed_out
