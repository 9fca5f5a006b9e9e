"""What learning keeps: the pages people read, and what they do in them."""

from learning.models.doing import Answer, BlockState, LessonNote, LessonProgress, ModuleProgress, PollResult, QuestionVersion, Reflection, ReflectionShare
from learning.models.outcomes import Certificate, Completion, ModuleRequest, NotNow
from learning.models.pages import LearningIndexPage, LessonPage, ModulePage, PathwayIndexPage, PathwayPage, PathwayStep
from learning.models.reviewing import ModuleReviewer, ReviewersWord

__all__ = [
    "Answer", "BlockState", "Certificate", "Completion", "LearningIndexPage", "LessonNote", "LessonPage", "LessonProgress",
    "ModulePage", "ModuleProgress", "ModuleRequest", "ModuleReviewer", "NotNow", "PathwayIndexPage", "PathwayPage", "PathwayStep", "PollResult",
    "QuestionVersion", "Reflection", "ReflectionShare", "ReviewersWord",
]  # fmt: skip
