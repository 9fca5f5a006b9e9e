"""What learning keeps about people, and the documents that go into the copy of everything."""

import csv
import io

from django.utils import timezone

from home.models import User
from home.seams.privacy import YOU, File, Goes, Kept, OnErasure, adds_files, keeps, nothing_personal
from learning.contexts.record import record_of
from learning.documents import certificate_pdf, record_pdf
from learning.models import Certificate
from learning.views.record import write_table

GROUP = "Your learning"
ASKED = "The managers and deputies of that team"

keeps(
    Kept(
        "learning.ModuleProgress", "Modules you began", GROUP, "person",
        {"module": "Module", "started_at": "Begun", "last_lesson": "Last lesson", "last_at": "Last there", "completed_at": "Completed"},
        why="So that you can carry on where you were.",
        seen_by="You. Where your manager asked you to do the module, they see “not started”, “started” or “done”", plain="id last_place",
    ),
    Kept(
        "learning.LessonProgress", "Lessons you opened", GROUP, "person", {"lesson": "Lesson", "started_at": "Opened", "finished_at": "Finished"},
        why="So that you can carry on where you were.", seen_by=YOU, plain="id",
    ),
    Kept(
        "learning.Answer", "Your answers and scores", GROUP, "person",
        {"lesson": "Lesson", "question": "Question", "value": "Answer", "share_right": "Share that was right", "answered_at": "When"},
        why="So that you can see them again, and a module knows when it is done.", seen_by=YOU, plain="id block_id is_latest",
    ),
    Kept(
        "learning.BlockState", "Situations, checklists and polls", GROUP, "person",
        {"lesson": "Lesson", "kind": "Kind", "state": "Where you stand", "updated_at": "When"},
        why="So that what you chose and ticked is there when you come back.", seen_by="You. Shares of a poll, from eight people on", plain="id block_id",
    ),
    Kept(
        "learning.Reflection", "Your reflections", GROUP, "person",
        {
            "text": "What you wrote", "prompt": "Prompt", "module_title": "Module", "lesson_title": "Lesson", "in_record": "Shown in your record",
            "written_at": "Written", "updated_at": "Changed",
        },
        why="So that you can think for yourself and come back to it.", seen_by="You, unless you send one to somebody: then that one person sees that one",
        plain="id lesson block_id",
    ),
    Kept(
        "learning.ReflectionShare", "Whom you sent a reflection", GROUP, "reflection__person",
        {"reader": "Reader", "address": "Address", "shared_at": "Since", "stopped_at": "Until", "as_manager": "As your manager"},
        why="So that you decide who reads it.", seen_by="You, and who reads it", plain="id reflection",
    ),
    Kept(
        "learning.ReflectionShare", "Reflections that others sent you", GROUP, "reader", {"shared_at": "Since", "stopped_at": "Until"},
        why="So that you can read them.", seen_by="You, and whose it is", on_erasure=OnErasure.DELETED,
    ),
    Kept(
        "learning.LessonNote", "Notes you sent to a lesson's authors", GROUP, "person",
        {"lesson": "Lesson", "text": "What you wrote", "may_name_me": "They may know it was you", "sent_at": "Sent", "outcome": "What they did"},
        why="So that what is wrong or hard is mended.", seen_by="Editors; your name only where you allowed it", plain="id read_at",
    ),
    Kept(
        "learning.LessonNote", "Readers' notes you answered", GROUP, "read_by", {"read_at": "When", "lesson": "Lesson"},
        why="So that the other editors know.", seen_by="Editors", on_erasure=OnErasure.DETACHED,
    ),
    Kept(
        "learning.Completion", "Modules you completed", GROUP, "person",
        {
            "title": "Module", "version": "Version", "completed_on": "Completed", "minutes": "Stated minutes", "score": "Per cent right",
            "renew_on": "Renew by",
        },
        why="So that it stands in your record.", seen_by="You. Where your manager asked you to do it, they see that it is done",
        plain="id module module_key completed_at",
    ),
    Kept(
        "learning.Certificate", "Your certificates", GROUP, "completion__person",
        {"code": "Code", "shows_name": "The public check shows your name", "issued_at": "Issued"},
        why="So that an employer can check it.", seen_by="Whoever has its code sees the module and the date, and your name where you chose to show it",
        plain="id completion",
    ),
    Kept(
        "learning.ModuleRequest", "Modules you alone were asked to do", GROUP, "person",
        {"module": "Module", "reason": "Why", "due_on": "By", "asked_at": "Asked", "withdrawn_at": "Taken back"},
        why="So that you know what is asked of you.", seen_by=ASKED, plain="id team audience job_role",
    ),
    Kept(
        "learning.ModuleRequest", "Modules you asked others to do", GROUP, "asked_by",
        {"team": "Team", "module": "Module", "reason": "Why", "due_on": "By", "asked_at": "Asked"},
        why="So that your team knows what is asked.", seen_by="The team", on_erasure=OnErasure.DETACHED,
    ),
    Kept(
        "learning.NotNow", "Where you said “not now”", GROUP, "person", {"request": "To what", "reason": "Why", "said_at": "When"},
        why="So that your manager can plan.", seen_by=ASKED, how_long=Goes(730, "said_at", "Two years"), plain="id",
    ),
    Kept(
        "learning.ModuleReviewer", "Modules you review", "Writing and looking after pages", "person",
        {"module": "Module", "credit": "How you are credited", "pseudonym": "The name you chose", "named_at": "Asked", "ended_at": "Until"},
        why="So that nothing goes live without the yes of people who have been there.", seen_by="Editors; readers see the name you chose",
        how_long="As long as the module", plain="id",
    ),
    Kept(
        "learning.ModuleReviewer", "Reviewers you named", "Writing and looking after pages", "named_by", {"module": "Module", "named_at": "When"},
        why="To tell you what they say.", seen_by="Editors", how_long="As long as the module", on_erasure=OnErasure.DETACHED,
    ),
    Kept(
        "learning.ReviewersWord", "What you said as a reviewer", "Writing and looking after pages", "reviewer__person",
        {"page": "Of", "is_yes": "Yes", "text": "Your words", "said_at": "When"},
        why="So that a yes is for exactly one text.", seen_by="Editors", how_long="As long as the module", plain="id digest",
    ),
    Kept(
        "learning.ModulePage", "Credit on a module", "Writing and looking after pages", "", {"authors": "Who wrote it", "reviewers": "Who read it"},
        why="People are credited for what they made, under the name they chose.", seen_by="Everyone who is signed in",
        how_long="As long as the module; ask its editors",
        plain="page_ptr key summary purpose audience content_note minutes order cover introduction outcomes try_this_week supervision sources pass_mark "
        "refresh_months written_on review_due_on loaded_digest",
    ),
)  # fmt: skip

for model, why in {
    "LearningIndexPage": "the page of all modules", "LessonPage": "what a lesson says", "PathwayIndexPage": "the page of all pathways",
    "PathwayPage": "what a pathway says", "PathwayStep": "which module stands in a pathway", "ModulePage_capabilities": "what a module builds",
    "ModulePage_prerequisites": "what a module asks for first", "ModulePage_refresh_roles": "which kinds of job renew it",
    "LessonPage_capabilities": "what a lesson builds", "QuestionVersion": "a question as it was asked, not who answered",
    "PollResult": "bands, frozen under the disclosure rule",
}.items():  # fmt: skip
    nothing_personal(f"learning.{model}", why)


@adds_files
def record_and_certificates(person: User) -> list[File]:
    """The learning record as PDF and CSV, and every certificate, to take to another employer."""
    record = record_of(person)
    written = io.StringIO()
    write_table(csv.writer(written), record)
    found = [
        ("record/learning-record.pdf", record_pdf(person, record, made_at=timezone.now())),
        ("record/learning-record.csv", written.getvalue().encode("utf-8-sig")),
    ]
    for certificate in Certificate.objects.filter(completion__person=person).select_related("completion__person"):
        builds = [str(row) for row in certificate.completion.module.capabilities.all()] if certificate.completion.module else []
        found.append((f"record/certificate-{certificate.completion.completed_on}-{certificate.pk}.pdf", certificate_pdf(certificate, builds)))
    return found
