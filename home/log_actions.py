"""What the audit log can say about people; imported when the app is ready."""

from collections.abc import Mapping

from wagtail import hooks

SENTENCES = {
    "home.role_given": "Gave a role",
    "home.agreed_to_terms": "Agreed to the terms",
    "home.invited": "Invited somebody",
    "home.invitation_revoked": "Took an invitation back",
    "home.invitation_accepted": "Took up an invitation",
    "home.asked_to_join": "Asked to join a team",
    "home.join_decided": "Answered somebody who asked to join",
    "home.membership_ended": "Ended a place in a team",
    "home.deputy_named": "Named a deputy",
    "home.deputy_stopped": "Ended a deputy's time",
    "home.roster_imported": "Imported a roster",
    "home.site_set_up": "Set the site up",
    "home.letters_sent_again": "Had letters that failed sent again",
    "home.work_done_again": "Had work that failed done again",
    "home.term_kept": "Kept a term for choosing words",
    "home.term_taken_out": "Took a term out of choosing words",
    "home.word_kept": "Let a marked word stand",
}


def say_in_the_log(sentences: Mapping[str, str]) -> None:
    """Give each action, by its name, the words that stand for it in the audit log."""

    @hooks.register("register_log_actions")
    def register_log_actions(actions) -> None:
        for name, words in sentences.items():
            actions.register_action(name, words, words)


say_in_the_log(SENTENCES)
