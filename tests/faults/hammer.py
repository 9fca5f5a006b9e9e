"""One of many clients that want the last places, as a process of its own: no Django here, only HTTP.

Reads from standard input a JSON object with `host`, `path` (of the form), `sessions` (of the people it acts for), `times` (the keys
of the times they want), `team`, and `at` (when all clients begin); writes what each answer was.
"""

import http.client
import json
import re
import sys
import time
import urllib.parse


def read(host: str, path: str, cookies: str) -> tuple[int, str, http.client.HTTPMessage]:
    """The status, the page and the headers of an address."""
    connection = http.client.HTTPConnection(host, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookies})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    return answer.status, page, answer.headers


def press(host: str, path: str, cookies: str, fields: dict[str, str]) -> tuple[int, str]:
    """Post a form; the status, and where the answer leads."""
    connection = http.client.HTTPConnection(host, timeout=60)
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Referer": f"http://{host}/"}
    connection.request("POST", path, urllib.parse.urlencode(fields), headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("Location", "")


def main() -> None:
    """Open the form for each person, wait for the moment, then ask for every time for every person."""
    told = json.load(sys.stdin)
    ready = []
    for session in told["sessions"]:
        cookies = f"session={session}"
        _, page, headers = read(told["host"], told["path"], cookies)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        given = [cookie.partition(";")[0] for cookie in headers.get_all("Set-Cookie") or []]
        ready.append(("; ".join([cookies, *(cookie for cookie in given if cookie.startswith("csrf="))]), token))
    time.sleep(max(0.0, told["at"] - time.time()))
    answers = []
    for number in told["times"]:
        for cookies, token in ready:
            began = time.monotonic()
            try:
                status, leads_to = press(told["host"], told["path"], cookies, {"csrfmiddlewaretoken": token, "time": str(number), "team": str(told["team"])})
            except OSError as fault:
                status, leads_to = 0, repr(fault)
            answers.append((status, leads_to, time.monotonic() - began))
    lists = [page.count("On the waiting list") for _, page, _ in (read(told["host"], "/shadowing/mine/", cookies) for cookies, _ in ready)]
    json.dump({"answers": answers, "waiting": lists}, sys.stdout)


if __name__ == "__main__":
    main()
