"""Forms about choosing words."""

from django import forms

from home.models import AreaTerm

LONGEST = 20_000


class TryWordsForm(forms.Form):
    """A text to look at; nothing of it is kept."""

    text = forms.CharField(
        label="Your text",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="A letter, a note, a poster. Leave out names and anything that shows who somebody is. Nothing you write here is kept.",
        error_messages={
            "required": "Write or paste the text that you would like to look at.",
            "max_length": "That is more than can be looked at in one go. Take it in parts of up to 20,000 characters.",
        },
    )


class AreaTermForm(forms.ModelForm):
    """A term of the area's own."""

    class Meta:
        model = AreaTerm
        fields = ("name", "forms", "why", "suggestions", "source")
        labels = {
            "name": "What the term is called in the list",
            "forms": "Words to mark, one a line",
            "why": "Why it harms, in a sentence",
            "suggestions": "What else one may say, one a line",
            "source": "Who says so",
        }
        help_texts = {
            "forms": "As people write them, each form on a line of its own. Capitals make no difference.",
            "suggestions": "The best one first.",
            "source": "A guide, or a group here and when it was agreed. May be left empty.",
        }
        widgets = {"forms": forms.Textarea(attrs={"rows": 4}), "suggestions": forms.Textarea(attrs={"rows": 4})}

    def clean_forms(self) -> str:
        """Each line once, and none so short that it would be found everywhere."""
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["forms"].splitlines() if line.strip()))
        if not lines:
            raise forms.ValidationError("Write at least one form of the word.")
        short = [line for line in lines if len(line) < 3]
        if short:
            raise forms.ValidationError(f"“{short[0]}” is too short: it would be marked in many places where it means something else.")
        return "\n".join(lines)

    def clean_name(self) -> str:
        """A name that no other term has, whatever its capitals."""
        name = self.cleaned_data["name"]
        if AreaTerm.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("There is a term of that name already. Change that one, or give this one another name.")
        return name
