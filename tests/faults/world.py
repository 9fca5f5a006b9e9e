"""The small world of the house: made inside the running site, told of as JSON.

json.loads(site.python("from tests.faults import world; world.make(12)").splitlines()[-1])
"""

import json
from datetime import date, time, timedelta

from django.test import Client
from django.utils import timezone

from capability.models import Framework, Rating, SelfAssessment
from home.actions.contributing import writing
from home.models import Preferences, User
from learning.models import LessonPage
from tests.cast import make_cast
from tests.factories import MembershipFactory, PersonFactory
from tests.factories.learning import LessonFactory, ModuleFactory
from tests.practice.communities import make_community, make_meeting
from tests.practice.shadow import make_placement, make_slot

REFLECTION = "5b0f3c1e-8a53-4d3b-9d0e-2a4f6c7d8e90"
PLENTY = 500  # places


def session_of(person: User) -> str:
    """The key of a session in which `person` is signed in."""
    client = Client()
    client.force_login(person, backend="home.accounts.PeopleBackend")
    return client.session.session_key


def make(number: int) -> None:
    """The cast, one of each thing that people ask for, and `number` of Asha's colleagues who are signed in."""
    cast = make_cast()
    module = ModuleFactory(title="A short one", slug="a-short-one")
    body = [{"type": "reflection", "id": REFLECTION, "value": {"prompt": "What stayed with you?"}}]
    lesson = LessonFactory(title="The only lesson", slug="the-only-lesson", parent=module, body=body)
    slot = make_slot(make_placement(cast.eve), day=date.today() + timedelta(days=20), capacity=PLENTY)
    session = make_meeting(make_community(cast.carys), capacity=PLENTY)
    made = people(cast, number)
    for person in User.objects.all():  # letters go at once, whatever hour or day it is when the tests run
        Preferences.objects.update_or_create(person=person, defaults={"quiet_from": time(0), "quiet_until": time(0), "quiet_weekends": False})
    told = {
        "lesson": f"/learning/{module.slug}/{lesson.slug}/",
        "placement": f"/shadowing/{slot.placement.slug}/",
        "slot": slot.pk,
        "session": session.page.get_url(),
        "team": cast.team.pk,
        "asha": session_of(cast.asha),
        "lead": session_of(cast.lead),
        "editor": session_of(cast.editor),
        "people": made,
        "shipped": LessonPage.objects.get(slug="harm-over-time").get_url(),
    }
    print(json.dumps(told))


def people(cast, number: int) -> list[dict]:
    """Colleagues of Asha's, each with a self-assessment that is begun and something that they are writing."""
    framework = Framework.objects.published().get()
    capability = framework.domains.first().capabilities.first()
    made = []
    for count in range(number):
        person = MembershipFactory(person=PersonFactory(name=f"Colleague {count:03}", password=None), team=cast.team).person
        draft = SelfAssessment.objects.create(person=person, framework=framework, started_at=timezone.now())
        Rating.objects.create(assessment=draft, capability=capability, level=1)
        written = writing.begin(person, has_read=True)
        writing.keep_words(written, person, words="Somebody held the door open, and did not ask why I came late.", title="The door")
        made.append({"pk": person.pk, "email": person.email, "session": session_of(person), "contribution": str(written.public_id)})
    return made
