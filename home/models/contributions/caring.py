"""What protects the people who contribute: the offer made to them, how they may be reached, and safeguarding."""

from django.conf import settings
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from home.enums import AfterDeath
from home.models.contributions.writing import Contribution


class ContactWishes(models.Model):
    """When and how a contributor may be contacted safely; without a row mail may come as their preferences say."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact_wishes")
    never_by_mail = models.BooleanField("never by mail", default=False)
    how = models.CharField("how I can be reached safely", max_length=400, blank=True)
    when = models.CharField("when I can be reached safely", max_length=400, blank=True)
    after_death = models.CharField("what becomes of my words if I die", max_length=10, blank=True, choices=AfterDeath.choices)
    if_i_die = models.CharField("what else should be known then", max_length=400, blank=True)
    died_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "contact wishes"

    def __str__(self) -> str:
        return f"Contact wishes of {self.person_id}"


class SafeguardingConcern(models.Model):
    """Something in a contribution, or said while it was written, for which somebody fears; for the named lead alone."""

    contribution = models.ForeignKey(Contribution, on_delete=models.SET_NULL, null=True, related_name="concerns")
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="safeguarding_concerns")
    about = models.TextField("what you are worried about", max_length=4000)
    author_told = models.BooleanField("the author knows that this is passed on", default=False)
    raised_at = models.DateTimeField(auto_now_add=True)
    outcome = models.TextField(max_length=4000, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]

    def __str__(self) -> str:
        return f"Concern {self.pk}"


@register_setting(icon="group")
class InvolvementSettings(BaseSiteSetting):
    """What an area offers people who contribute from lived experience, and who looks after them."""

    safeguarding_lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="the named lead for safeguarding"
    )
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="who looks after contributors"
    )
    must_pass_on = models.TextField(
        "what a helper or editor must pass on",
        default=(
            "If what you tell us means that a child, or an adult who cannot protect themselves, is being harmed or is about to be, "
            "or that somebody's life is in danger, whoever reads it must tell our safeguarding lead. They tell you first wherever they can."
        ),
    )
    asked = models.TextField("what is asked", default="To write or record something from your own life, as much or as little as you want.")
    takes = models.TextField("how long it takes", default="Most people take two to four hours in all, over as many days or months as they like.")
    fee = models.TextField(
        "fee and expenses", default="You are paid for your time, and what it costs you (travel, care, data) is paid as well. Ask us for this year's rates."
    )
    paid_how = models.TextField("how and when it is paid", default="By bank transfer, cash or voucher, as you choose, within two weeks of saying what you did.")
    benefits = models.TextField(
        "advice about benefits",
        default=(
            "Payment can affect benefits. Ask us, or Citizens Advice, before you say yes. Nobody should be worse off: "
            "you may also do it unpaid, or for expenses alone."
        ),
    )
    support = models.TextField("who supports you", default="Somebody you know is there before, while and after you write. You choose who.")
    stopping = models.TextField(
        "the right to stop", default="You can stop at any time and take everything back, without a reason. What you were paid stays yours."
    )

    panels = [
        MultiFieldPanel([FieldPanel("safeguarding_lead"), FieldPanel("contact"), FieldPanel("must_pass_on")], heading="Who looks after contributors"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("asked", "takes", "fee", "paid_how", "benefits", "support", "stopping")], heading="The offer, before any yes"
        ),
    ]

    class Meta:
        verbose_name = "lived experience"
