"""Why something will not be done."""


class Refused(Exception):
    """An action that will not be done; its text is a sentence that a person can read and act on."""
