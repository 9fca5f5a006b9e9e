"""What the site tells people, and the work that waits for it."""

from django.db.models import Q

from home.seams.privacy import YOU, Goes, Kept, keeps, nothing_personal

GROUP = "Notices and mail"

keeps(
    Kept(
        "home.Preferences", "When mail may come", GROUP, "person",
        {"rhythm": "How often", "no_mail_about": "No mail about", "quiet_from": "Quiet from", "quiet_until": "Quiet until", "quiet_weekends": "Quiet weekends"},
        why="So that mail comes as you wish.", seen_by=YOU, plain="id",
    ),
    Kept(
        "home.Notice", "Your notices", GROUP, "person",
        {"title": "Notice", "text": "Text", "why": "Why you were told", "url": "Leads to", "created_at": "When", "read_at": "Read", "kind": "About"},
        why="So that you learn what concerns you.", seen_by=YOU, how_long=Goes(365, "created_at", "A year"), plain="id key", words=("title", "text", "why"),
    ),
    Kept(
        "home.Letter", "Letters to you", GROUP, "person",
        {"address": "To", "subject": "Subject", "kind": "About", "created_at": "Written", "send_after": "To be sent", "sent_at": "Sent",
        "dropped_at": "Not sent"},
        why="So that each letter is sent once. Its text is emptied when it has gone.", seen_by="That a letter could not be sent: administrators",
        how_long=Goes(90, "created_at", "90 days", Q(sent_at__isnull=False) | Q(dropped_at__isnull=False)),
        withheld={"text": "It went to you.", "html": "It went to you.", "calendar": "It went to you."},
        plain="id key attempts last_error", words=("subject", "text", "html", "calendar"),
    ),
    Kept(
        "django_q.Task", "Work that the site did", GROUP, "", {"args": "The keys of the rows that it was about", "result": "A number, or a fault"},
        why="To see that the work was done, and mend it where it was not.", seen_by="Whoever looks after the server", how_long=Goes(30, "stopped", "30 days"),
        plain="id name func hook kwargs group cluster started stopped success attempt_count",
    ),
    Kept(
        "django_q.OrmQ", "Work that waits", GROUP, "", {"payload": "The keys of the rows that it is about"},
        why="So that no page waits for slow work.", seen_by="Whoever looks after the server", how_long="Until it is done, most often seconds",
        plain="id key lock",
    ),
)  # fmt: skip

nothing_personal("django_q.Schedule", "which work comes when")
