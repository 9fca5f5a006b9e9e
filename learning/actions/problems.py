"""What can stand in the way of learning; each text is a sentence for the person."""


class LearningProblem(Exception):
    """Something could not be done; nothing was changed."""

    sentence = "That could not be done."

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or self.sentence)


class QuestionGone(LearningProblem):
    """The block is not in the lesson any more."""

    sentence = "This part was taken out of the lesson while you were reading."


class QuestionChanged(LearningProblem):
    """The check is not the one that the person saw."""

    sentence = "This question was changed while you were reading, so your answer was not kept. Here is the new one, with your answer beside it."


class TooLong(LearningProblem):
    """More words than can be kept."""


class NotFinished(LearningProblem):
    """Something is left to do first."""
