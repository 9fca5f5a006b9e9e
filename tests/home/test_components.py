"""The component library: every call compiles, every word is known, and what comes out is what people can use."""

import gzip
import re
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Engine, Template, TemplateSyntaxError, engines
from django.template.base import FilterExpression, Node
from django.template.loader import render_to_string
from django.urls import path

from home import wording
from home.templatetags.components import VOCABULARY, errors_said
from home.views.gallery import SampleForm, gallery_context

urlpatterns = [path("support/", lambda request: None, name="support")]
pytestmark = pytest.mark.urls(__name__)

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
CSS = settings.BASE_DIR / "home" / "static" / "css"
PAGES = [template for template in TEMPLATES if "letters" not in template.parts]
NAMES = [str(template.relative_to(settings.BASE_DIR / "templates")) for template in TEMPLATES]


@pytest.fixture(autouse=True)
def _static_files_as_they_are(settings):
    """Pages render without collected files; setting it here is what tells Django's storages."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def engine() -> Engine:
    return engines["django"].engine


def rendered(source: str, **context) -> str:
    return re.sub(r"\s+", " ", Template(source).render(Context(context))).strip()


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(name):
    engine().get_template(name)


def _literals(node: Node):
    function, arguments = getattr(node, "func", None), getattr(node, "kwargs", {})
    words = VOCABULARY.get(getattr(function, "__name__", ""), {})
    for argument, expression in arguments.items():
        if argument in words and isinstance(expression, FilterExpression) and isinstance(expression.var, str):
            yield function.__name__, argument, str(expression.var), words[argument]


@pytest.mark.parametrize("name", NAMES)
def test_every_word_given_to_a_component_is_one_it_knows(name):
    for node in engine().get_template(name).nodelist.get_nodes_by_type(Node):
        for component, argument, word, known in _literals(node):
            assert word in known, f"{component} knows no {argument} {word!r}"


@pytest.mark.parametrize("template", PAGES, ids=lambda page: str(page.relative_to(settings.BASE_DIR / "templates")))
def test_no_page_asks_for_inline_style_or_script(template):
    source = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", source)
    for tag in re.findall(r"<script[^>]*>", source):
        assert "src=" in tag or 'type="application/json"' in tag


@pytest.mark.parametrize(
    "call",
    [
        '{% button labl="Save" %}',
        '{% button "Save" %}',
        "{% button %}",
        '{% card titel="x" %}{% endcard %}',
        '{% card "x" %}{% endcard %}',
        "{% fold %}{% endfold %}",
        '{% post_form label="x" %}{% endpost_form %}',
        "{% level_tag level=1 %}",
        '{% cover art="roots" width="4" %}',
        '{% notice tone="warm" %}no end',
    ],
)
def test_a_wrong_argument_fails_when_the_template_compiles(call):
    with pytest.raises(TemplateSyntaxError):
        Template(call)


@pytest.mark.parametrize("name", ["home/gallery.html", "home/gallery_lesson.html"])
def test_the_gallery_shows_every_component_without_a_request(name):
    page = render_to_string(name, gallery_context())
    assert '<html lang="en-GB">' in page
    assert "Get support now" in page
    assert page.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "403_signed_out", "404", "500", "503"])
def test_error_pages_need_nothing_and_offer_support(code):
    page = render_to_string(f"{code}.html")
    assert "Get support now" in page
    assert "· Alongside</title>" in page


def test_what_people_write_is_escaped():
    page = rendered("{% card heading=words %}{{ words }}{% endcard %}{% tag text=words %}{% fold summary=words %}{% endfold %}", words="<script>")
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 4


def test_a_composite_voice_says_so_and_a_real_one_does_not():
    assert "A composite voice, written for this module" in rendered('{% voice who="a woman" %}x{% endvoice %}')
    assert "omposite" not in rendered('{% voice who="Dev" composite=False %}x{% endvoice %}')


def test_a_form_posts_with_its_token():
    page = rendered('{% post_form action="/there/" %}x{% endpost_form %}', csrf_token="abc")
    assert 'method="post" action="/there/"' in page
    assert 'name="csrfmiddlewaretoken" value="abc"' in page


def test_a_gap_is_said_in_words_too():
    assert "two levels below what the role needs" in rendered('{% level_tag level=0 label="Not yet" gap=2 %}')


def test_unknown_words_fall_back_to_the_plain_form():
    assert 'class="tag"' in rendered("{% tag text='x' tone=tone %}", tone="red")
    assert "<svg" in rendered("{% cover art=art %}", art="../../secret")


def test_a_cover_is_silent_unless_it_has_a_title():
    assert 'aria-hidden="true"' in rendered('{% cover art="roots" %}')
    assert 'role="img" aria-label="Shapes"' in rendered('{% cover art="roots" title="Shapes" %}')


def test_a_wrong_form_leads_to_its_fields_in_sentences():
    form = SampleForm({"email": "asha"})
    summary = rendered("{% error_summary form=form %}", form=form)
    fields = rendered("{% form_fields form=form %}", form=form)
    assert 'role="alert"' in summary
    assert "This place was taken a moment ago" in summary
    assert "This field is required" not in summary + fields
    for link in re.findall(r'href="#([^"]+)"', summary):
        assert f'id="{link}"' in fields
    assert '<a href="#id_level_0">Choose an answer to “Where are you with this now”.</a>' in summary
    assert 'id="id_name_error"' in fields
    assert 'aria-describedby="id_name_helptext id_name_error"' in fields


def test_a_form_that_is_well_has_no_summary():
    assert rendered("{% error_summary form=form %}", form=SampleForm()) == ""


def test_choices_stand_in_a_fieldset_with_a_legend():
    fields = rendered("{% form_fields form=form %}", form=SampleForm())
    assert re.search(r'<fieldset class="field" id="id_level_group" aria-describedby="id_level_helptext"> <legend class="label">Where', fields)
    assert fields.count('class="choice"') == 6


def test_optional_is_said_unless_the_form_says_otherwise():
    class Filter(forms.Form):
        mark_optional = False
        word = forms.CharField(required=False, label="Word", widget=forms.TextInput(attrs={"placeholder": "Word"}))

    page = rendered("{{ form }}", form=Filter())
    assert "(optional)" not in page
    assert "placeholder" not in page
    assert "(optional)" in rendered("{{ form }}", form=SampleForm())


def test_own_words_for_a_required_field_stay():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Tell us your name."})

    assert errors_said(Own({})["name"]) == ["Tell us your name."]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (wording.count_words(0, "lesson"), "no lessons"),
        (wording.count_words(1, "capability"), "one capability"),
        (wording.count_words(3, "person"), "three people"),
        (wording.count_words(1204, "community"), "1,204 communities"),
        (wording.count_words(2, "unused code"), "two unused codes"),
        (wording.count_words(2, "version that was handed in or agreed"), "two versions that were handed in or agreed"),
        (wording.count_words(3, "place where it stood"), "three places where it stood"),
        (wording.count_words(1, "version that was handed in or agreed"), "one version that was handed in or agreed"),
        (wording.all_words(2, "time"), "both times"),
        (wording.all_words(5, "time"), "all five times"),
        (wording.progress_sentence(2, 7, "lesson"), "Two of seven lessons done"),
        (wording.progress_sentence(2, 12, "lesson"), "2 of 12 lessons done"),
        (wording.progress_sentence(7, 7, "lesson"), "All seven lessons done"),
        (wording.progress_sentence(0, 7, "lesson"), "Not started yet, seven lessons"),
        (wording.minutes_words(8), "about 8 minutes"),
        (wording.minutes_words(60), "about an hour"),
        (wording.minutes_words(150), "about 2 hours 30 minutes"),
        (wording.date_words(datetime(2026, 11, 26)), "Thursday 26 November 2026"),
        (wording.datetime_words(datetime(2026, 11, 26, 10, 0), this_year=2026), "Thursday 26 November, 10 am"),
        (wording.datetime_words(datetime(2027, 1, 5, 14, 30), this_year=2026), "Tuesday 5 January 2027, 2.30 pm"),
        (wording.time_words(datetime(2026, 11, 26, 12, 0)), "12 noon"),
        (wording.time_words(datetime(2026, 11, 26, 0, 5)), "12.05 am"),
        (wording.browser_words("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140"), "Edge on Windows"),
        (wording.browser_words(""), "A browser"),
    ],
)
def test_numbers_and_dates_are_said_in_words(said, expected):
    assert said == expected


def test_times_are_said_in_local_time():
    summer = datetime(2026, 7, 2, 9, 0, tzinfo=UTC)
    assert rendered("{{ moment|datetime_words }}", moment=summer).startswith("Thursday 2 July")
    assert "10 am to 11.30 am" in rendered("{{ moment|until_words:end }}", moment=summer, end=datetime(2026, 7, 2, 10, 30, tzinfo=UTC))


# Contrast, from the tokens themselves


def tokens() -> dict[str, tuple[str, str]]:
    source = (CSS / "tokens.css").read_text().split("@media")[0]
    pairs = dict(re.findall(r"--([\w-]+): light-dark\(([^)]+)\)", source))
    return {name: tuple(part.strip() for part in pair.split(",")) for name, pair in pairs.items()}


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


WORDS_ON = [
    *product(["ink", "quiet", "primary", "primary-strong", "plum", "ochre", "slate", "error"], ["paper", "raised"]),
    *product(["ink", "quiet", "primary"], ["wash", "sunk", "plum-wash", "ochre-wash", "slate-wash", "error-wash"]),
    ("error", "error-wash"),
    ("ochre", "ochre-wash"),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("on-band", "band"),
    ("ink", "level-1"),
    ("ink", "level-2"),
    ("on-level-3", "level-3"),
]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WORDS_ON)
def test_words_can_be_read_on_every_ground(ink, ground, scheme):
    known = tokens()
    assert contrast(known[ink][scheme], known[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
def test_the_edges_of_controls_can_be_seen(ground, scheme):
    known = tokens()
    assert contrast(known["edge"][scheme], known[ground][scheme]) >= 3


def test_style_and_script_of_a_page_stay_small():
    files = [*CSS.glob("*.css"), *(CSS.parent / "js").glob("*.js"), *(CSS.parent / "img").glob("*.svg")]
    assert sum(len(gzip.compress(Path(file).read_bytes())) for file in files) <= 25_000
