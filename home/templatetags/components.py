"""The component library: one tag for each thing that pages are built of.

Every argument is named, so a wrong one fails when the template compiles. Tags with a body end in ``end<name>``; the HTML is
in ``templates/components/``, the look in ``static/css/``. A word that a component does not know (a tone, a kind, an icon) falls
back to its plain form; the tests read the words in every template. ``/gallery/`` shows all of them.
"""

from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, Field
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import timezone

from home import wording
from home.pieces import piece

register = template.Library()

#: The words each component knows, by component and argument.
VOCABULARY: dict[str, dict[str, tuple[str, ...]]] = {
    "card": {"tone": ("", "lead", "warm", "quiet")},
    "notice": {"tone": ("info", "warm", "error", "done")},
    "button": {"kind": ("primary", "plain", "quiet", "warn")},
    "link_button": {"kind": ("primary", "plain", "quiet", "warn")},
    "tag": {"tone": ("", "teal", "plum", "ochre", "slate", "line")},
    "cover": {"art": ("default", "roots", "meeting", "words", "voices", "listening", "rooms"), "size": ("wide", "card")},
    "icon": {"name": ("arrow", "bell", "check", "close", "clock", "download", "info", "lock", "menu", "pause", "people", "place", "search")},
}


def _known(component: str, argument: str, word: str) -> str:
    words = VOCABULARY[component][argument]
    return word if word in words else words[0]


@register.simple_tag(takes_context=True, name="piece")
def piece_of(context, template, *, late="", **values):
    """``template`` with nothing but ``values``, kept where they are the same; ``late`` names what of this page is put in each time."""
    names = [*late.split(), "csrf_token"]
    return piece(template, late={name: context.get(name, "") for name in names}, **values)


# Components with a body


@register.simple_block_tag
def card(content, *, heading="", level=2, tone="", id=""):
    """A raised surface around ``content``, with a heading of ``level`` 2 to 4. An action bar in it keeps to its foot."""
    tone = _known("card", "tone", tone)
    return render_to_string("components/card.html", {"content": content, "heading": heading, "level": level, "tone": tone, "id": id})


@register.simple_block_tag
def notice(content, *, tone="info", title=""):
    """Words set apart on a tinted ground: ``info``, ``warm``, ``done`` or ``error`` (red, for errors only)."""
    return render_to_string("components/notice.html", {"content": content, "tone": _known("notice", "tone", tone), "title": title})


@register.simple_block_tag
def fold(content, *, summary, open=False):
    """``content`` that opens below its ``summary`` when somebody asks for it (a details element)."""
    return render_to_string("components/fold.html", {"content": content, "summary": summary, "open": open})


@register.simple_block_tag
def table_scroll(content, *, label):
    """A wide table that scrolls sideways in a region of its own, reachable by keyboard and named ``label``."""
    return render_to_string("components/table_scroll.html", {"content": content, "label": label})


@register.simple_block_tag
def voice(content, *, who="", composite=True):
    """Somebody's words. A real person's stand in the serif; a ``composite`` voice never does, and says what it is."""
    return render_to_string("components/voice.html", {"content": content, "who": who, "composite": composite})


@register.simple_block_tag(takes_context=True)
def post_form(context, content, *, action, label="", enctype=""):
    """A form that posts to ``action`` with its CSRF token; ``label`` names it where a page has several."""
    names = {"content": content, "action": action, "label": label, "enctype": enctype, "csrf_token": context.get("csrf_token")}
    return render_to_string("components/post_form.html", names)


@register.simple_block_tag
def empty(content, *, title):
    """What is seen where nothing is yet: ``title`` says what will be here, ``content`` offers the first step."""
    return render_to_string("components/empty.html", {"content": content, "title": title})


@register.simple_block_tag
def action_bar(content):
    """Buttons in a row that wraps, the main one first."""
    return render_to_string("components/action_bar.html", {"content": content})


# Components without a body


@register.inclusion_tag("components/page_head.html")
def page_head(*, title, lead="", kicker=""):
    """The page's one h1, with the place it belongs to above (``kicker``) and one or two sentences below (``lead``)."""
    return {"title": title, "lead": lead, "kicker": kicker}


@register.inclusion_tag("components/button.html")
def button(*, label, kind="primary", name="", value=""):
    """A button that sends its form; ``name`` and ``value`` tell two buttons of one form apart."""
    return {"label": label, "kind": _known("button", "kind", kind), "name": name, "value": value}


@register.inclusion_tag("components/link_button.html")
def link_button(*, label, url, kind="primary"):
    """A link that looks like a button: for the next step, not for changing anything."""
    return {"label": label, "url": url, "kind": _known("link_button", "kind", kind)}


@register.inclusion_tag("components/tag.html")
def tag(*, text, tone=""):
    """A short word about a thing. The hue (teal, plum, ochre, slate) only repeats what the word says."""
    return {"text": text, "tone": _known("tag", "tone", tone)}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*, items):
    """The way here: pairs of label and address, from the top; a pair without an address is the page itself."""
    return {"items": items}


@register.inclusion_tag("components/progress_words.html")
def progress_words(*, done, total, noun="lesson"):
    """How far somebody is, in words and as a calm bar: "Two of seven lessons done"."""
    return {"done": min(done, total), "total": total, "words": wording.progress_sentence(done, total, noun)}


@register.inclusion_tag("components/cover.html")
def cover(*, art, title="", size="wide"):
    """A module's own composition of shapes; decoration, unless a ``title`` says what it shows."""
    art = _known("cover", "art", art)
    return {"art": f"components/covers/{art}.html", "title": title, "size": _known("cover", "size", size)}


@register.simple_tag
def mark():
    """The site's mark: two shapes that stand alongside each other. Decoration: the site's name is beside it."""
    return piece("components/mark.html")


@register.simple_tag
def icon(*, name):
    """A small line drawing beside words, never instead of them."""
    return piece("components/icon.html", name=_known("icon", "name", name))


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, *, page: Page, label, asked=""):
    """The way to the other pages of a long list (a Django ``Page``); what is asked in the address stays asked, or ``asked`` where that is given."""
    request = context.get("request")
    asked = QueryDict(asked, mutable=True) if asked else request.GET.copy() if request else None

    def address(number: int) -> str:
        if asked is None:
            return f"?page={number}"
        asked["page"] = str(number)
        return f"?{asked.urlencode()}"

    return {
        "page": page,
        "label": label,
        "before": address(page.previous_page_number()) if page.has_previous() else "",
        "after": address(page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/level_tag.html")
def level_tag(*, level, label, gap=0):
    """A level from 0 (not yet) to 3 with its word; ``gap`` is how many levels it stands below what the role needs."""
    gap_words = f"{wording.count_words(gap, 'level')} below what the role needs" if gap > 0 else ""
    return {"level": min(max(level, 0), 3), "label": label, "gap": min(gap, 2), "gap_words": gap_words}


@register.inclusion_tag("components/definition.html")
def definition(*, items):
    """Terms and what they say: pairs of term and description, side by side where there is room."""
    return {"items": items}


# Forms


@register.inclusion_tag("forms/field.html")
def field(*, field: BoundField):
    """One field: label or legend, hint, what is wrong with it, and the control."""
    return {"field": field}


@register.inclusion_tag("forms/fields.html")
def form_fields(*, form: BaseForm):
    """All fields of a form in order, the hidden ones too, without the summary of errors."""
    return {"form": form, "hidden_fields": form.hidden_fields()}


@register.inclusion_tag("forms/error_summary.html")
def error_summary(*, form: BaseForm):
    """Everything that is wrong with a form, at the top of the page, each leading to its field. Nothing when all is well."""
    fields = [(_control_id(bound), error) for bound in form.visible_fields() for error in errors_said(bound)]
    hidden = [("", error) for bound in form.hidden_fields() for error in bound.errors]
    return {"errors": [("", error) for error in form.non_field_errors()] + hidden + fields}


@register.filter
def errors_said(bound: BoundField) -> list[str]:
    """What is wrong with a field, each a sentence that says what to do, also where Django only says "required"."""
    kind = bound.widget_type
    if kind == "checkbox":
        missing = f"Tick \u201c{bound.label}\u201d to go on."
    elif kind in ("select", "radioselect", "checkboxselectmultiple", "selectmultiple"):
        missing = f"Choose an answer to \u201c{bound.label}\u201d."
    else:
        missing = f"Fill in \u201c{bound.label}\u201d."
    stock = str(Field.default_error_messages["required"])
    return [missing if error == stock else str(error) for error in bound.errors]


def _control_id(bound: BoundField) -> str:
    """The id that a link to a field leads to: the first choice where a field has several."""
    if bound.id_for_label or not bound.use_fieldset:
        return bound.id_for_label
    first = next(iter(bound.subwidgets), None)
    return first.id_for_label if first else ""


@register.simple_tag
def control(*, field: BoundField):
    """A field's bare control. Placeholders are left out: they vanish when one types, and the label says it already."""
    return field.as_widget(attrs={"placeholder": False})


# Words


def _local(moment: date | datetime) -> Any:
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        return timezone.localtime(moment)
    return moment


@register.filter
def date_words(day: date | datetime | None) -> str:
    """ "Thursday 26 November 2026"; nothing for no date."""
    return wording.date_words(_local(day)) if day else ""


@register.filter
def datetime_words(moment: datetime | None) -> str:
    """ "Thursday 26 November, 10 am" in local time, with the year where it is not this one; nothing for no time."""
    return wording.datetime_words(_local(moment), this_year=timezone.localdate().year) if moment else ""


@register.filter
def until_words(start: datetime, end: datetime) -> str:
    """ "Thursday 26 November, 10 am to 11.30 am" for ``start|until_words:end``."""
    return wording.span_words(_local(start), _local(end), this_year=timezone.localdate().year)


@register.filter
def minutes_words(minutes: int | None) -> str:
    """ "about 8 minutes"; nothing for an unknown length."""
    return wording.minutes_words(int(minutes)) if minutes is not None else ""


@register.filter
def browser_words(user_agent: str) -> str:
    """ "Edge on Windows" for what a browser says of itself."""
    return wording.browser_words(user_agent or "")


@register.filter
def count_words(number: int, noun: str) -> str:
    """ "three lessons" for ``3|count_words:"lesson"``."""
    return wording.count_words(int(number), noun)


@register.filter
def all_words(number: int, noun: str) -> str:
    """ "all three lessons" for ``3|all_words:"lesson"``, "both lessons" for two."""
    return wording.all_words(int(number), noun)
