"""What each page costs in one town, in a process of the town's environment: an address and a person come in on a line, queries and milliseconds go out.

Asked for by Django's test client, so that what is measured is the page and not the network; the fastest of many counts, because everything
else that the machine does only adds to it.
"""

import json
import os
import sys
import time

#: Who asks for what: people of the watched team, who are the same in a town of any size, and the workforce lead.
PAGES = (
    ("lesson", "member", "/learning/understanding-complex-trauma/harm-over-time/"),
    ("module", "member", "/learning/understanding-complex-trauma/"),
    ("modules", "member", "/learning/"),
    ("dashboard", "member", "/dashboard/"),
    ("manager's dashboard", "manager", "/dashboard/"),
    ("record", "member", "/learning/record/"),
    ("requests", "member", "/learning/requests/"),
    ("reflections", "member", "/learning/reflections/"),
    ("my picture", "member", "/capability/me/"),
    ("framework", "member", "/capability/"),
    ("teams", "manager", "/teams/"),
    ("team page", "manager", "/teams/watched/"),
    ("area", "lead", "/area/"),
    ("services", "member", "/services/"),
    ("board", "member", "/shadowing/"),
    ("placement", "member", "/shadowing/visit-0/"),
    ("ask for a place", "member", "/shadowing/visit-0/ask/"),
    ("my visits", "member", "/shadowing/mine/"),
    ("host's desk", "manager", "/shadowing/desk/"),
    ("communities", "member", "/communities/"),
    ("community", "member", "/communities/beside-0/"),
    ("session", "member", "/communities/beside-0/session-30/"),
    ("search", "member", "/search/?q=trauma"),
    ("what is kept about me", "member", "/me/privacy/"),
    ("health", "", "/healthz"),
)


def main() -> None:
    """Answer line by line: `[who, address, how many times]`."""
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from home.demo.scale import DOMAIN, address_of
    from home.limits import SEARCHING
    from home.models import User

    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    object.__setattr__(SEARCHING, "most", 1_000_000)  # one person asks a hundred times here: each go is counted as on the site, and none refused
    emails = {"manager": address_of(0), "member": address_of(3), "lead": f"lead@{DOMAIN}"}
    clients: dict[str, Client] = {"": Client(SERVER_NAME="127.0.0.1")}
    for who, email in emails.items():
        clients[who] = Client(SERVER_NAME="127.0.0.1")
        clients[who].force_login(User.objects.get(email=email), backend="home.accounts.PeopleBackend")
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        who, url, times = json.loads(line)
        queries, took, statuses = 0, [], set()
        for _ in range(2):
            with CaptureQueriesContext(connection) as caught:
                statuses.add(clients[who].get(url).status_code)
            queries = len(caught.captured_queries)
        for _ in range(times):
            began = time.perf_counter()
            statuses.add(clients[who].get(url).status_code)
            took.append((time.perf_counter() - began) * 1000)
        said = {"statuses": sorted(statuses), "queries": queries, "ms": min(took)}
        if os.environ.get("SHOW_QUERIES"):
            said["sql"] = sorted(((float(query["time"]), query["sql"]) for query in caught.captured_queries), reverse=True)[:5]
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
