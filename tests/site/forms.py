"""Every form of the site as a browser finds it: read off the page, filled in, sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client

from tests.site.addresses import Row

TEXT = {"text", "email", "url", "search", "tel", "password", "textarea"}


@dataclass
class Field:
    """A field: its name, kind, what it holds, what may be chosen, and how long it may be."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    longest: int | None = None
    many: bool = False


@dataclass
class Form:
    """A form: where it goes and its fields."""

    action: str
    fields: list[Field] = field(default_factory=list)
    method: str = "post"
    here: str = ""  # the page that it stands on

    @property
    def to_write_in(self) -> list[Field]:
        """The fields that take words."""
        return [each for each in self.fields if each.kind in TEXT]

    def data(self, said: Callable[[Field], str]) -> dict[str, list[str]]:
        """What is sent: `said` for fields that take words, the first that can be chosen where something must be."""
        found: dict[str, list[str]] = {}
        for each in self.fields:
            if each.kind in TEXT:
                found.setdefault(each.name, []).append(said(each))
            elif each.kind in ("radio", "select"):
                chosen = next((value for value in each.choices if value), "")
                found.setdefault(each.name, [chosen])
            elif each.kind == "checkbox":
                found.setdefault(each.name, [each.value or "on"])
            elif each.kind == "press":
                found[each.name] = [each.value]
            elif each.kind not in ("file", "submit", "button"):
                found.setdefault(each.name, []).append(each.value)
        return found


class _Reader(HTMLParser):
    def __init__(self, here: str) -> None:
        super().__init__()
        self.here, self.forms, self.now, self.area, self.select = here, [], None, None, None

    def handle_starttag(self, tag: str, attrs: list) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.now = Form(said.get("action") or self.here, method=said.get("method", "get").lower(), here=self.here)
            self.forms.append(self.now)
        if self.now is None or not (tag == "option" or said.get("name")):
            return
        longest = int(said["maxlength"]) if said.get("maxlength", "").isdigit() else None
        if tag == "input":
            kind = said.get("type", "text")
            same = next((each for each in self.now.fields if each.name == said["name"] and kind == "radio"), None)
            if same:
                same.choices.append(said.get("value", ""))
            else:
                self.now.fields.append(Field(said["name"], kind, said.get("value", ""), [said.get("value", "")], longest))
        elif tag == "textarea":
            self.now.fields.append(Field(said["name"], "textarea", longest=longest))
        elif tag == "select":
            self.select = Field(said["name"], "select", many="multiple" in said)
            self.now.fields.append(self.select)
        elif tag == "option" and self.select:
            self.select.choices.append(said.get("value", ""))
        elif tag == "button":
            self.now.fields.append(Field(said["name"], "press", said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.now = None
        elif tag == "select":
            self.select = None


def forms_on(html: str, here: str, *, methods: tuple[str, ...] = ("post",)) -> list[Form]:
    """The forms of a page that are sent by one of `methods`; the last of several buttons counts."""
    reader = _Reader(here)
    reader.feed(html)
    return [form for form in reader.forms if form.method in methods]


def every_form(rows: dict[str, list[Row]], placed: dict[str, str], browsers: dict[str, Client]) -> Iterator[tuple[str, Client, Form]]:
    """Each form with words in it that stands on a page of the table, once, with somebody who may fill it in: (who, browser, form)."""
    seen: set[tuple] = set()
    for alternatives in rows.values():
        for row in alternatives:
            who = next((name for name in row.who.split() if name in browsers), None)
            if row.method != "get" or row.answer != 200 or who is None:
                continue
            here = "/" + row.address.format(**placed)
            response = browsers[who].get(here)
            if response.streaming or "text/html" not in response.get("Content-Type", "") or response.status_code != 200:
                continue
            for form in forms_on(response.content.decode(), here):
                key = (form.action.partition("?")[0], tuple(each.name for each in form.to_write_in))
                if form.to_write_in and key not in seen and "/accounts/" not in form.action:
                    seen.add(key)
                    yield who, browsers[who], form
