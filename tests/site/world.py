"""A small whole world for the tests of the whole site: the cast, the module that ships, and one of each thing that is somebody's."""

from datetime import date, timedelta
from uuid import uuid4

from django.core.management import call_command
from django.utils import timezone

from capability.actions.freezing import freeze
from capability.actions.publishing import build_dataset
from capability.actions.versions.drafting import begin_version
from capability.actions.versions.reviewing import ask
from capability.enums import EvidenceKind, Level
from capability.models import Evidence, Framework, PlanAction, Rating, SelfAssessment, Sharing, SharingOffer
from home.actions.joining import digest_of
from home.enums import ErasureCause, NoticeKind, Touched
from home.models import AccessEntry, AreaTerm, Erasure, Invitation, JoinRequest, Membership, Notice, PersonalCopy, TeamManager, new_secret
from learning.models import Certificate, Completion, LessonNote, LessonPage, ModulePage, ModuleRequest, ModuleReviewer, NotNow, Reflection, ReflectionShare
from practice.models import CriteriaReview, Criterion, ServiceEntry, ServiceKeeper
from tests.capability.population import all_finished, people
from tests.cast import Cast
from tests.factories import MembershipFactory, PersonFactory, ServiceFactory, TeamFactory

CANARY = "canary-of-asha"
SECRET = "an-invitation-secret-for-tests"


def make_world(cast: Cast) -> dict[str, str]:
    """Make it; returns what stands in addresses, by name: `{"module": "understanding-complex-trauma", "reflection": "1", ...}`."""
    call_command("load_framework", "capability/content/framework.toml", verbosity=0)
    call_command("load_curriculum", verbosity=0)
    now = timezone.now()
    module = ModulePage.objects.get(slug="understanding-complex-trauma")
    lesson = LessonPage.objects.of(module).first()
    placed = {"module": module.slug, "lesson": lesson.slug, "team": cast.team.slug, "other_team": cast.other_team.slug, "service": cast.service.slug}
    entry = ServiceEntry.objects.create(service=cast.service, summary="Support with drugs and alcohol.")
    placed["criterion"] = str(Criterion.objects.create(entry=entry, about="substance", rule="none", for_assessment=True).pk)
    placed["keeper"] = str(ServiceKeeper.objects.create(entry=entry, person=PersonFactory(name="Kit Keeper"), started_on=date(2026, 1, 5)).pk)

    offered = {"entry": entry, "reviewer": cast.dev, "asked_by": cast.lead, "offer": "An hour, paid."}
    placed["written_review"] = str(CriteriaReview.objects.create(**offered, text="Plain.", written_at=now).pk)
    placed["review"] = str(CriteriaReview.objects.create(**offered).pk)

    done = Completion.objects.create(
        person=cast.asha, module=module, module_key=module.key, title=module.title, version="1", completed_at=now, completed_on=now.date(), minutes=60
    )
    placed["term"] = str(AreaTerm.objects.create(name="frequent flyer", forms="frequent flyer", why="It mocks.", suggestions="person who comes often").pk)
    reviewed = ModulePage.objects.get(slug="stigma")
    placed["lesson_page"], placed["module_page"] = str(LessonPage.objects.of(reviewed)[0].pk), str(reviewed.pk)
    placed["reviewer"] = str(ModuleReviewer.objects.create(module=reviewed, person=cast.dev, named_by=cast.editor).pk)
    placed["code"] = Certificate.objects.create(completion=done).code
    reflection = Reflection.objects.create(
        person=cast.asha, lesson=lesson, block_id=_block(lesson, "reflection"), module_title=module.title, lesson_title=lesson.title,
        prompt="What stayed with you?", text=CANARY,
    )  # fmt: skip
    placed["reflection"] = str(reflection.pk)
    placed["reflection_share"] = str(ReflectionShare.objects.create(reflection=reflection, reader=cast.carys).pk)
    asked = ModuleRequest.objects.create(team=cast.team, module=module, reason="We said we would.", due_on=date.today() + timedelta(30), asked_by=cast.ben)
    NotNow.objects.create(request=asked, person=cast.asha, reason="After my leave.")
    placed["request"] = str(asked.pk)
    placed["note"] = str(LessonNote.objects.create(person=cast.asha, lesson=lesson, text="This was hard.").pk)
    placed["notice"] = str(Notice.objects.create(person=cast.asha, kind=NoticeKind.ANSWER, key="one", title=CANARY, why="You asked.").pk)

    framework = Framework.objects.published().get()
    assessment = SelfAssessment.objects.create(person=cast.asha, framework=framework, started_at=now, submitted_at=now)
    rating = Rating.objects.create(assessment=assessment, capability=framework.domains.first().capabilities.first(), level=Level.CORE, note=CANARY)
    placed |= {"assessment": str(assessment.pk), "rating": str(rating.pk), "capability": rating.capability.code, "domain": framework.domains.first().code}
    placed["sharing"] = str(Sharing.objects.create(assessment=assessment, reader=cast.carys).pk)
    placed["offer"] = str(SharingOffer.objects.create(assessment=assessment, address=cast.eve.email).pk)
    own = Evidence.objects.create(person=cast.asha, capability=rating.capability, kind=EvidenceKind.OWN, source_key="own:one", title=CANARY)
    placed["evidence"] = str(own.pk)
    all_finished(people(4, TeamFactory(service=ServiceFactory(name="Tiny", slug="tiny"))), [2, 1, 0, 3])
    draft = begin_version(cast.lead, "2.0")
    placed |= {"framework": str(framework.pk), "framework_draft": str(draft.pk), "reading": str(ask(cast.lead, draft, cast.dev.email, "£25 an hour").pk)}
    freeze(quarterly=True)
    build_dataset()
    placed["unit"] = "service/tiny"
    placed["plan"] = str(PlanAction.objects.create(person=cast.asha, text=CANARY).pk)

    placed["copy"] = str(PersonalCopy.objects.create(person=cast.asha, made_at=now).key)
    placed["receipt"] = Erasure.objects.create(key=uuid4(), code=new_secret(), cause=ErasureCause.HERE, at=now, receipt={"removed": [["Notices", 2]]}).code
    placed["person"] = str(cast.frank.pk)
    AccessEntry.objects.create(person=cast.asha, by=cast.admin, what=Touched.PLACE_CHANGED, about=cast.team.name)

    placed["secret"] = SECRET
    invited = Invitation.objects.create(
        email="new@example.org", team=cast.team, secret_digest=digest_of(SECRET), invited_by=cast.ben, expires_at=now + timedelta(14)
    )
    placed["invitation"] = str(invited.pk)
    wish = JoinRequest.objects.create(person=PersonFactory(name="Noor Said"), team=cast.team)
    placed["wish"] = str(wish.pk)
    placed["membership"] = str(Membership.objects.get(person=cast.asha).pk)
    deputy = MembershipFactory(person__name="Gwen Hart", team=cast.team).person
    placed["deputy"] = str(TeamManager.objects.create(person=deputy, team=cast.team, is_deputy=True, started_on=date(2026, 1, 5)).pk)
    for kind, name in (("check", "answer"), ("scenario", "choose"), ("reflection", "reflect"), ("checklist", "tick"), ("poll", "vote")):
        placed[f"block_{name}"] = next((_block(found, kind) for found in LessonPage.objects.of(module) if _block(found, kind)), "")
        placed[f"lesson_{name}"] = next((found.slug for found in LessonPage.objects.of(module) if _block(found, kind)), lesson.slug)
    return placed


def _block(lesson: LessonPage, kind: str) -> str:
    return next((str(block.id) for block in lesson.body if block.block_type == kind), "")
