"""CASE packages for tests: one as another system of the 1.0 kind writes it, with everything that is allowed and awkward."""

import json

DOC = "https://case.example.org/ims/case/v1p0/CFDocuments/d1"


def item(name: str, statement: str, **more) -> dict:
    uri = f"https://case.example.org/ims/case/v1p0/CFItems/{name}"
    return {"identifier": uri, "uri": uri, "fullStatement": statement, "lastChangeDateTime": "2019-03-01T10:00:00", "CFDocumentURI": DOC, **more}


def end(name: str, kind: str = "CFItems") -> dict:
    uri = f"https://case.example.org/ims/case/v1p0/{kind}/{name}"
    return {"title": name, "identifier": uri, "uri": uri}


def child(number: int, name: str, parent: dict, sequence: object = None) -> dict:
    said = {"identifier": f"a{number}", "uri": f"urn:a{number}", "associationType": "isChildOf", "originNodeURI": end(name), "destinationNodeURI": parent}
    return said | {"lastChangeDateTime": "2019-03-01T10:00:00+00:00"} | ({"sequenceNumber": sequence} if sequence is not None else {})


def foreign() -> dict:
    """1.0 in manner: addresses as identifiers, numbers as strings, unknown fields, a group between, a second parent, other associations."""
    top = end("d1", "CFDocuments")
    return {
        "CFDocument": {
            "identifier": DOC, "uri": DOC, "creator": "A region", "title": "Working alongside", "lastChangeDateTime": "2019-03-01T10:00:00+00:00",
            "version": "3.2", "publisher": "A region", "subject": "Workforce", "CFPackageURI": {"title": "x"}, "colour": "teal",
        },
        "CFItems": [
            item("k2", "Second capability", humanCodingScheme="X2", educationLevel="11", mood="warm"),
            item("d-a", "A domain", notes="How we meet people"),
            item("k1", "First capability, whose statement goes on " + "and on " * 20, abbreviatedStatement="First capability", humanCodingScheme="X1",
                 notes="From a report " + "of many words " * 20),
            item("g1", "A group between"),
            item("k3", "Third capability, below a group", humanCodingScheme="A.very.long.coding.scheme.3"),
        ],
        "CFAssociations": [
            child(1, "d-a", top, "1"),
            child(2, "k1", end("d-a"), "10"),
            child(3, "k2", end("d-a"), "20"),
            child(4, "g1", end("d-a"), 30),
            child(5, "k3", end("g1"), "1.0"),
            child(6, "k2", end("g1"), 2),
            {"identifier": "11111111-1111-4111-8111-111111111111", "uri": "urn:peer", "associationType": "isPeerOf", "originNodeURI": end("k1"),
             "destinationNodeURI": end("k2"), "lastChangeDateTime": "2019-03-01T10:00:00Z", "strength": 0.5},
            {"identifier": "a8", "uri": "urn:a8", "associationType": "exactMatchOf", "originNodeURI": "https://elsewhere.example.org/x/77",
             "destinationNodeURI": end("k1"), "lastChangeDateTime": "2019-03-01T10:00:00Z"},
            {"identifier": "a9", "uri": "urn:a9", "associationType": "replacedBy", "originNodeURI": end("gone"), "destinationNodeURI": end("k1"),
             "lastChangeDateTime": "2019-03-01T10:00:00Z"},
        ],
        "CFRubrics": [
            {"identifier": "r1", "uri": "urn:r1", "title": "Levels", "lastChangeDateTime": "2019-03-01T10:00:00Z", "CFRubricCriteria": [
                {"identifier": "c1", "uri": "urn:c1", "lastChangeDateTime": "2019-03-01T10:00:00Z", "CFItemURI": end("k1"), "weight": "1.5", "position": "1",
                 "CFRubricCriterionLevels": [
                     {"identifier": f"l{n}", "uri": f"urn:l{n}", "description": f"Level {n} of the first.", "score": f"{n}.0", "position": str(n),
                      "lastChangeDateTime": "2019-03-01T10:00:00Z", "feedback": "Well done", "shade": n} for n in (3, 1, 2)]},
                {"identifier": "c2", "uri": "urn:c2", "lastChangeDateTime": "2019-03-01T10:00:00Z", "CFItemURI": end("k2"),
                 "CFRubricCriterionLevels": [{"identifier": "m1", "uri": "urn:m1", "description": "Only one", "lastChangeDateTime": "2019-03-01T10:00:00Z"}]},
            ]},
        ],
        "CFDefinitions": {
            "CFLicenses": [{"identifier": "lic", "uri": "urn:lic", "title": "CC BY", "licenseText": "Share it", "lastChangeDateTime": "2019-03-01T10:00:00Z"}],
            "CFItemTypes": [{"identifier": "ty", "uri": "urn:ty", "title": "Competence", "lastChangeDateTime": "2019-03-01T10:00:00Z"}],
        },
        "@context": "https://purl.imsglobal.org/spec/case/v1p0/context",
    }  # fmt: skip


def text_of(package: dict) -> str:
    return json.dumps(package)


def changed(**parts) -> dict:
    package = foreign()
    for path, value in parts.items():
        name, _, place = path.partition("__")
        if place:
            package[name][int(place.partition("__")[0])][place.partition("__")[2]] = value
        else:
            package[name] = value
    return package
