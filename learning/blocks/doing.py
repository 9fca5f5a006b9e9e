"""Blocks in which a reader does something. Each has a stable id, and what is done is the reader's own."""

from django.core.exceptions import ValidationError
from wagtail import blocks

from home.blocks import MarkdownBlock
from learning.enums import CheckType
from learning.rules.checks import CheckProblem, check_of
from learning.rules.scenario import ScenarioProblem, scenario_of


class OptionBlock(blocks.StructBlock):
    """One answer to choose, with what it teaches."""

    text = blocks.CharBlock(max_length=400)
    correct = blocks.BooleanBlock(required=False)
    feedback = blocks.TextBlock()


class OrderItemBlock(blocks.StructBlock):
    """One thing to put in its place; listed in the right order."""

    text = blocks.CharBlock(max_length=300)
    feedback = blocks.TextBlock(help_text="Why it stands here.")


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.CharBlock(max_length=300)
    right = blocks.CharBlock(max_length=300)
    feedback = blocks.TextBlock()


class KnowledgeCheckBlock(blocks.StructBlock):
    """A question with feedback on every answer. Which parts count depends on its type."""

    id = blocks.CharBlock(required=False, max_length=60, help_text="Its name in files.")
    type = blocks.ChoiceBlock(choices=CheckType.choices, default=CheckType.ONE)
    question = blocks.TextBlock()
    options = blocks.ListBlock(OptionBlock(), default=[], required=False, help_text="For one answer and several answers.")
    answer = blocks.BooleanBlock(required=False, label="The statement is true", help_text="For true or false.")
    feedback_true = blocks.TextBlock(required=False, help_text="Said to those who choose true.")
    feedback_false = blocks.TextBlock(required=False, help_text="Said to those who choose false.")
    items = blocks.ListBlock(OrderItemBlock(), default=[], required=False, help_text="For putting in order: in the right order.")
    feedback_right = blocks.TextBlock(required=False)
    feedback_wrong = blocks.TextBlock(required=False)
    pairs = blocks.ListBlock(PairBlock(), default=[], required=False, help_text="For matching.")
    model_answer = blocks.TextBlock(required=False, help_text="For short answers.")
    feedback = blocks.TextBlock(required=False, help_text="For short answers: what good answers have in common.")

    def clean(self, value):
        """Refuse a question that cannot be answered or that leaves an answer without feedback."""
        value = super().clean(value)
        try:
            check_of(self.get_prep_value(value))
        except CheckProblem as problem:
            raise blocks.StructBlockValidationError(block_errors={problem.field: ValidationError(problem.sentence)}) from problem
        return value

    class Meta:
        icon = "help"
        label = "Knowledge check"
        template = "learning/blocks/check.html"


class ChoiceBlock(blocks.StructBlock):
    """Something one may do at a step, and what comes of it."""

    text = blocks.CharBlock(max_length=400, label="What you do")
    consequence = MarkdownBlock(label="What happens, and why")
    leads_to = blocks.CharBlock(max_length=60, help_text="The name of a step.")


class StepBlock(blocks.StructBlock):
    """A moment in a scenario; without choices it is an ending."""

    id = blocks.CharBlock(max_length=60, label="Name")
    text = MarkdownBlock()
    choices = blocks.ListBlock(ChoiceBlock(), default=[], required=False)


class ScenarioBlock(blocks.StructBlock):
    """A made-up situation with decisions that have consequences, and a way back from each."""

    id = blocks.CharBlock(required=False, max_length=60, help_text="Its name in files.")
    title = blocks.CharBlock(max_length=160)
    intro = MarkdownBlock()
    start = blocks.CharBlock(max_length=60, help_text="The name of the first step.")
    steps = blocks.ListBlock(StepBlock())

    def clean(self, value):
        """Refuse a scenario with a dead end, a step nobody reaches or a choice that leads nowhere."""
        value = super().clean(value)
        try:
            scenario_of(self.get_prep_value(value))
        except ScenarioProblem as problem:
            raise blocks.StructBlockValidationError(block_errors={"steps": ValidationError(str(problem))}) from problem
        return value

    class Meta:
        icon = "history"
        template = "learning/blocks/scenario.html"


class ReflectionBlock(blocks.StructBlock):
    """A question to think about in writing. What is written is private."""

    id = blocks.CharBlock(required=False, max_length=60, help_text="Its name in files.")
    prompt = blocks.TextBlock()
    hint = blocks.TextBlock(required=False)
    supervision = blocks.BooleanBlock(required=False, label="Offer to take it to supervision")

    class Meta:
        icon = "edit"
        template = "learning/blocks/reflection.html"


class PollBlock(blocks.StructBlock):
    """A question without a right answer; what colleagues said is shown under the disclosure rule."""

    id = blocks.CharBlock(required=False, max_length=60, help_text="Its name in files.")
    question = blocks.TextBlock()
    options = blocks.ListBlock(blocks.CharBlock(max_length=200), min_num=2)

    class Meta:
        icon = "group"
        template = "learning/blocks/poll.html"


class ChecklistBlock(blocks.StructBlock):
    """Things to tick for oneself."""

    id = blocks.CharBlock(required=False, max_length=60, help_text="Its name in files.")
    title = blocks.CharBlock(max_length=160)
    items = blocks.ListBlock(blocks.CharBlock(max_length=300), min_num=1)

    class Meta:
        icon = "tick"
        template = "learning/blocks/checklist.html"
