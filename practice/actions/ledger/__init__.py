"""What a community recommends, what is agreed about it, and how that goes on."""

LOG_WORDS = {
    "practice.recommended": "Recommended something in a community",
    "practice.recommendation_set_aside": "Set a recommendation aside",
    "practice.action_agreed": "Agreed an action",
    "practice.action_changed": "Said how an action goes on",
    "practice.agenda_put": "Put something on a session's agenda",
    "practice.agenda_taken": "Took something off a session's agenda",
}
