"""Letters that could not be sent, in words: what each is about, no more than that, and what went wrong, with what to do."""

from home.enums import NoticeKind

ABOUT = {
    NoticeKind.REQUEST: "something that is asked",
    NoticeKind.REMINDER: "a reminder",
    NoticeKind.ANSWER: "an answer",
    NoticeKind.TEAM: "news of a team",
    NoticeKind.EDITORIAL: "news of a page",
    NoticeKind.ACCOUNT: "an account",
    "": "the day's news",
}

WHY = {
    "SMTPRecipientsRefused": "The mail server does not accept this address. Ask for the right one and mend it.",
    "SMTPSenderRefused": "The mail server does not let this site send. Look at MAIL_FROM and MAIL_URL.",
    "SMTPDataError": "The mail server would not take what it holds, as it does with what it thinks is spam. Ask whoever runs it.",
    "SMTPNotSupportedError": "The mail server cannot take an address like this one.",
    "SMTPServerDisconnected": "The mail server went away in the middle.",
    "ConnectionResetError": "The mail server went away in the middle.",
    "BrokenPipeError": "The mail server went away in the middle.",
    "TimeoutError": "The mail server took too long.",
    "The last attempt did not end": "The worker was stopped during each try. It may have gone.",
}


def why_not_sent(fault: str) -> str:
    """Why a letter could not be sent, from the kind of fault that was kept with it."""
    return WHY.get(fault) or (f"It could not be sent: {fault}." if fault else "It could not be sent; nothing says why.")
