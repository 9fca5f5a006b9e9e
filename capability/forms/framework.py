"""What workforce leads fill in about versions of the framework, and reviewers about what they read."""

from typing import cast

from django import forms

from capability.actions.versions.editing import CapabilityWords
from capability.enums import Credit, Level
from capability.models import Capability, Domain, Framework, RoleProfile
from home.models import JobRole

CODE = r"^[A-Za-z0-9][A-Za-z0-9.-]*$"
LEVEL_HINTS = {
    "core": "Everyone who meets people. Begin with “I”.",
    "practitioner": "Keyworkers, nurses, social workers, support workers.",
    "specialist": "Those who lead this work. They lead everyone's part in it; they do not take it over.",
}


def text_area(label: str, rows: int, **more) -> forms.CharField:
    """Several lines of words."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


class BeginForm(forms.Form):
    """The name of a new version."""

    version = forms.CharField(label="What the new version is called", max_length=20, help_text="Such as 2.0.")


class AboutForm(forms.ModelForm):
    """What a draft is called and says of itself."""

    class Meta:
        model = Framework
        fields = ("title", "version", "description", "changes")
        widgets = {"description": forms.Textarea(attrs={"rows": 5}), "changes": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"changes": "Everyone who assessed themselves reads this when the version comes into force."}

    def validate_unique(self) -> None:
        """The action says which name is taken."""


class DomainForm(forms.Form):
    """A domain's letter and words."""

    code = forms.RegexField(CODE, label="Letter", max_length=10, help_text="Such as A.")
    title = forms.CharField(label="Title", max_length=120)
    description = text_area("In one sentence", 2, required=False)


class CapabilityForm(forms.Form):
    """One capability, with its three descriptors and what it follows on from."""

    domain = forms.ModelChoiceField(queryset=Domain.objects.none(), label="Domain", empty_label=None)
    code = forms.RegexField(CODE, label="Code", max_length=10, help_text="Such as B3. It stands in addresses and files.")
    title = forms.CharField(label="Title", max_length=120)
    core = text_area("Core", 3, required=False, max_length=2000, help_text=LEVEL_HINTS["core"])
    practitioner = text_area("Practitioner", 3, required=False, max_length=2000, help_text=LEVEL_HINTS["practitioner"])
    specialist = text_area("Specialist", 3, required=False, max_length=2000, help_text=LEVEL_HINTS["specialist"])
    reference = forms.CharField(label="What in the published reports it answers to", required=False, max_length=160)
    follows = forms.ModelMultipleChoiceField(
        queryset=Capability.objects.none(),
        label="It follows on from",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="What people said of these comes along. None, where it is new; several, where it takes their place together.",
    )

    def __init__(self, data=None, *, draft: Framework, capability: Capability | None = None, domain: Domain | None = None) -> None:
        """For `capability` of `draft`, or a new one in `domain`."""
        initial: dict = {"domain": domain}
        if capability:
            texts = {descriptor.level: descriptor.text for descriptor in capability.descriptors.all()}
            names = {"core": Level.CORE, "practitioner": Level.PRACTITIONER, "specialist": Level.SPECIALIST}
            initial = {name: texts.get(level, "") for name, level in names.items()}
            initial |= {"domain": capability.domain_id, "code": capability.code, "title": capability.title, "reference": capability.reference}
            initial["follows"] = [step.before_id for step in capability.steps_back.all()]
        super().__init__(data, initial=initial)
        cast(forms.ModelChoiceField, self.fields["domain"]).queryset = Domain.objects.filter(framework=draft)
        if draft.based_on_id is None:
            del self.fields["follows"]
        else:
            earlier = Capability.objects.filter(domain__framework=draft.based_on_id).select_related("domain")
            cast(forms.ModelMultipleChoiceField, self.fields["follows"]).queryset = earlier

    @property
    def words(self) -> CapabilityWords:
        """What was filled in, for the action."""
        given = self.cleaned_data
        texts = (given["core"].strip(), given["practitioner"].strip(), given["specialist"].strip())
        follows = tuple(row.pk for row in given.get("follows") or ())
        return CapabilityWords(given["code"], given["title"], given["reference"], texts, follows)


class ProfileForm(forms.Form):
    """The level that one job role needs on each capability, one choice each, and its qualifications."""

    def __init__(self, data=None, *, capabilities: list[Capability], profile: RoleProfile | None = None, roles=None) -> None:
        """`roles` are the job roles that have no profile yet, where a new one is made."""
        super().__init__(data)
        self.capabilities = capabilities
        targets = {target.capability_id: target.level for target in profile.targets.all()} if profile else {}
        if roles is not None:
            self.fields["job_role"] = forms.ModelChoiceField(queryset=roles, label="Job role", empty_label="Choose one")
        self.fields["qualifications"] = text_area("Qualifications the role needs", 2, required=False, max_length=1000, help_text="Where it does.")
        self.fields["qualifications"].initial = profile.qualifications if profile else ""
        levels = [(0, "Not needed"), *[(level.value, level.label) for level in Level if level]]
        for each in capabilities:
            self.fields[f"level-{each.pk}"] = forms.TypedChoiceField(
                label=f"{each.code} {each.title}", choices=levels, coerce=int, initial=targets.get(each.pk, 0), error_messages={"required": "Choose a level."}
            )

    @property
    def rows(self) -> list[tuple[Capability, forms.BoundField]]:
        """Each capability with its choice, in order."""
        return [(each, self[f"level-{each.pk}"]) for each in self.capabilities]

    @property
    def targets(self) -> dict[int, int]:
        """What was chosen, by capability key."""
        return {each.pk: self.cleaned_data[f"level-{each.pk}"] for each in self.capabilities}


class AskReviewerForm(forms.Form):
    """Whom to ask, and what their time is worth."""

    email = forms.EmailField(label="Their e-mail address", help_text="As they sign in here.")
    offer = forms.CharField(
        label="What you offer for their time", max_length=300, help_text="Money, how it is paid, and support. They read it before they say anything."
    )


class OutcomeForm(forms.Form):
    """What was done about a wish."""

    outcome = text_area("What we did, or why we left it", 2, max_length=1000, help_text="They read it.")


class CreditForm(forms.Form):
    """How a reviewer would like to be named."""

    credit = forms.ChoiceField(
        label="How would you like to be named?",
        choices=Credit.choices,
        widget=forms.RadioSelect,
        help_text="It stands on the framework's page, which everyone can read, also without signing in. You can change it whenever you like.",
        error_messages={"required": "Choose how you would like to be named. “Not at all” is an answer too."},
    )
    pseudonym = forms.CharField(label="The other name", required=False, max_length=60, help_text="Only if you chose another name.")

    def clean(self) -> dict:
        """Another name needs the name."""
        given = super().clean() or self.cleaned_data
        if given.get("credit") == Credit.PSEUDONYM and not (given.get("pseudonym") or "").strip():
            self.add_error("pseudonym", "Write the name you would like to stand there.")
        return given


class ChangeForm(forms.Form):
    """Wishes for a change, one box beside each capability and one for the whole."""

    whole = text_area("Something about the whole", 3, required=False, max_length=2000)

    def __init__(self, data=None, *, capabilities: list[Capability], said: dict[int | None, str]) -> None:
        """`said` is what was asked before and not answered yet, by capability key."""
        super().__init__(data)
        self.capabilities = capabilities
        self.fields["whole"].initial = said.get(None, "")
        for each in capabilities:
            self.fields[f"wish-{each.pk}"] = text_area(
                "What should change here?", 3, required=False, max_length=2000, initial=said.get(each.pk, ""), error_messages={"max_length": "Keep it shorter."}
            )

    def box_of(self, capability: Capability) -> forms.BoundField:
        """The box beside one capability."""
        return self[f"wish-{capability.pk}"]

    @property
    def wishes(self) -> dict[Capability | None, str]:
        """What was asked, by capability; nothing for the whole."""
        return {None: self.cleaned_data["whole"], **{each: self.cleaned_data[f"wish-{each.pk}"] for each in self.capabilities}}


def free_roles(draft: Framework):
    """Job roles that have no profile in `draft`."""
    return JobRole.objects.exclude(profiles__framework=draft)
