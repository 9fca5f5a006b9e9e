"""The map as open data: services in the form of Open Referral UK, which is HSDS 3.0.

Source: the JSON schemas of the Human Services Data Specification 3.0 (service, organization, service_at_location, location,
address, schedule, phone, service_area, attribute, taxonomy_term, taxonomy; the tests hold every record against them) and Open
Referral UK's rule that what has no value is left out. Every id is a UUID that stays the same from one reading to the next.
"""

import uuid
from typing import Any
from urllib.parse import urljoin

from practice.enums.services import Need, Route
from practice.models import ServiceEntry
from practice.rules.comparing import parts_words
from practice.rules.criteria import SUBJECT_WORDS, Subject, answer, ended

Record = dict[str, Any]
ID_SPACE = uuid.UUID("6f0c7b1e-5d0e-4f0b-9c58-0f0c5a9a6d3e")
SECTORS = {"name": "Sectors", "description": "The kinds of service in this area."}
NEEDS = {"name": "Needs", "description": "What people find help with."}
PREFIXES = {"Sectors": "sector", "Needs": "need"}  # a code is unique among all terms, whatever their taxonomy


def service_of(entry: ServiceEntry, *, site_url: str, area: str) -> Record:
    """One entry as an HSDS service with its organization, place, hours, eligibility and terms. Its needs and criteria are prefetched."""
    key = f"{site_url}/entry/{entry.pk}"
    organization = organization_of(entry, site_url, area)
    about: Record = {
        "id": _id(key, "service"),
        "name": entry.name,
        "description": entry.summary,
        "status": "defunct" if entry.is_closed else "active",
        "url": entry.website or urljoin(site_url, entry.url),
        "email": entry.email,
        "application_process": application_process(entry),
        "wait_time": entry.wait,
        "eligibility_description": eligibility(entry),
        "minimum_age": entry.minimum_age,
        "maximum_age": entry.maximum_age,
        "assured_date": entry.confirmed_on.isoformat() if entry.confirmed_on else None,
        "alert": entry.know_first,
        "last_modified": entry.changed_at.isoformat(),
        "organization_id": organization["id"],
        "organization": organization,
        "phones": [{"id": _id(key, "phone"), "number": entry.phone}] if entry.phone else [],
        "schedules": [{"id": _id(key, "schedule"), "description": entry.hours}] if entry.hours else [],
        "service_areas": [{"id": _id(key, "area"), "name": area}] if area else [],
        "service_at_locations": [{"id": _id(key, "service at location"), "location": location_of(entry, key)}] if entry.place or entry.street else [],
        "attributes": attributes_of(entry, key, site_url),
    }
    return said_only(about)


def application_process(entry: ServiceEntry) -> str:
    """Who can refer, and how."""
    who = f"Who can refer: {Route(entry.route).label.lower().replace('gp', 'GP')}." if entry.route else ""
    return f"{who} {entry.how_to_refer}".strip()


def eligibility(entry: ServiceEntry) -> str:
    """Who can come, and each criterion in plain words with what it applies to."""
    lines = [entry.who_can_come.strip()]
    for criterion in entry.criteria.all():
        said = criterion.said
        meanwhile = f" Meanwhile: {ended(said.meanwhile)}" if said.meanwhile else ""
        lines.append(f"{SUBJECT_WORDS[Subject(said.subject)]} ({parts_words(said.parts).lower()}): {answer(said)}{meanwhile}")
    return "\n".join(filter(None, lines))


def organization_of(entry: ServiceEntry, site_url: str, area: str) -> Record:
    """Who runs the service; what nobody is employed by is its own organization. One that runs several is the same in each, word for word."""
    name = entry.organisation or entry.name
    return {"id": _id(site_url, "organization", name), "name": name, "description": f"{name} offers help in {area or 'this area'}."}


def location_of(entry: ServiceEntry, key: str) -> Record:
    """Where it is. An address only where all that HSDS requires of one is there."""
    location: Record = {"id": _id(key, "location"), "location_type": "physical", "name": entry.place or entry.street}
    if entry.street and entry.town and entry.county and entry.postcode:
        address = {"address_1": entry.street, "city": entry.town, "state_province": entry.county, "postal_code": entry.postcode}
        location["addresses"] = [{"id": _id(key, "address"), **address, "country": "GB", "address_type": "physical"}]
    return location


def attributes_of(entry: ServiceEntry, key: str, site_url: str) -> list[Record]:
    """The entry's sector and needs as terms of two taxonomies."""
    terms = [(SECTORS, entry.sector.slug, entry.sector.name)] if entry.sector else []
    terms += [(NEEDS, row.need, str(Need(row.need).label)) for row in entry.needs.all()]
    return [
        {
            "id": _id(key, "attribute", taxonomy["name"], code),
            "link_id": _id(key, "service"),
            "link_entity": "service",
            "taxonomy_term_id": term_id(site_url, taxonomy["name"], code),
            "taxonomy_term": {
                "id": term_id(site_url, taxonomy["name"], code),
                "code": f"{PREFIXES[taxonomy['name']]}:{code}",
                "name": name,
                "description": name,
                "taxonomy": taxonomy["name"],
                "taxonomy_detail": {"id": _id(site_url, "taxonomy", taxonomy["name"]), **taxonomy},
            },
        }
        for taxonomy, code, name in terms
    ]


def term_id(site_url: str, taxonomy: str, code: str) -> str:
    """The id of a term of ours."""
    return _id(site_url, "term", taxonomy, code)


def term_asked(site_url: str, asked: str, sectors: list[str]) -> tuple[str, str] | None:
    """Which term an id stands for: ("sector", slug) or ("need", value); nothing for one that we do not know."""
    known = {term_id(site_url, "Sectors", slug): ("sector", slug) for slug in sectors}
    known |= {term_id(site_url, "Needs", need): ("need", need) for need in Need.values}
    return known.get(asked)


def page_of(contents: list[Record], *, number: int, size: int, total: int) -> Record:
    """A page as HSDS wants it: what it holds, and where it stands among how many. `number` counts from 1."""
    pages = max(-(-total // size), 1)
    return {
        "total_items": total, "total_pages": pages, "page_number": number, "size": len(contents),
        "first_page": number == 1, "last_page": number >= pages, "empty": not contents, "contents": contents,
    }  # fmt: skip


def said_only(record: Record) -> Record:
    """`record` without what has no value."""
    return {name: value for name, value in record.items() if value not in (None, "", [])}


def _id(*parts: str) -> str:
    return str(uuid.uuid5(ID_SPACE, "|".join(parts)))
