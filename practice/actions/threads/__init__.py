"""Shared learning: writing, moderating, reporting, and telling who is mentioned."""

LOG_WORDS = {
    "practice.post_shown": "Showed a story",
    "practice.post_hidden": "Hid something in a community",
    "practice.post_shown_again": "Showed something again in a community",
    "practice.post_taken_away": "Took away something of their own in a community",
    "practice.post_report_answered": "Answered a report",
}
