"""Where pages stand on the site, and the names of places inside a lesson."""

#: Words under /learning/ that are other pages' addresses, so no module may have them as its own.
RESERVED_SLUGS = frozenset({"record", "pathways", "requests", "reflections", "notes", "files", "reviewing"})


def address_of(url_path: str) -> str:
    """The address of the page with this `url_path`: "/home/learning/x/" gives "/learning/x/"."""
    return "/" + url_path.strip("/").partition("/")[2] + "/"


def place_of_block(block_id: str) -> str:
    """The name (HTML id) of a block's place in its lesson."""
    return f"at-{block_id[:13]}"
