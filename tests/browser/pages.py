"""Which pages of ours the browser tests look at: every address that shows a page, as somebody of the demonstration who may open it.

Most follow by themselves from the table in `tests/site/`: a row that answers 200 is opened by the first person it names, with
the samples of `samples.py` in its address. What cannot be seen that way stands here: `INSTEAD` of the table's row, `MORE`
beside it, or `NOT_LOOKED_AT` with the reason.
"""

import re
from dataclasses import dataclass

from tests.browser.samples import SAMPLES
from tests.site.addresses import Row
from tests.site.test_addresses import DOORS, TABLE

WHAT_TO_DO = """These addresses show a page that no browser test looks at. For each, one of these:
- give tests/browser/samples.py a sample for the name in braces (one that is in the demonstration, or made there), or
- say in INSTEAD of tests/browser/pages.py who can see it where in the demonstration: "asha teams/", or
- put it into NOT_LOOKED_AT there, with the reason."""


@dataclass(frozen=True)
class Look:
    """A page to look at: `who` of the cast opens `address` (nobody where it is empty) and is answered with `status`."""

    name: str
    who: str
    address: str
    status: int = 200


INSTEAD: dict[str, list[str]] = {
    "wagtail_serve": ["anyone ", "asha ?front-page", "asha nowhere/ 404"],
    "capability:assess_review": ["eve capability/assess/review/"],
    "capability:assess_one": ["eve capability/assess/one/{capability}/"],
    "capability:assess_domain": ["eve capability/assess/domain/{domain}/"],
    "capability:unit": ["lead area/units/sector/housing/", "lead area/units/service/harbour-lane-hostel/"],
    "capability:framework": ["anyone capability/", "asha capability/"],
    "capability:version": ["anyone capability/versions/{framework}/"],
    "capability:changes": ["asha capability/changes/{framework}/"],
    "capability:reviews": ["dev capability/reviews/", "asha capability/reviews/"],
    "capability:shared_one": ["carys capability/shared/{shared_by_asha}/"],
    "letters_stop": ["anyone letters/stop/{stop_token}/"],
    "welcome": ["asha join/", "waiting join/"],
    "join": ["anyone join/{secret}/", "frank join/{secret}/", "anyone join/wrong/ 404"],
    "learning:break": ["asha learning/{module}/{lesson}/break/"],
    "learning:certificate": ["anyone certificates/{code}/", "asha certificates/{code}/", "anyone certificates/wrong/ 404"],
    "learning:finish": ["asha learning/{module}/{lesson}/finish/", "asha learning/stigma/words-that-leave-room/finish/"],
    "learning:note": ["editor learning/notes/{note}/"],
    "learning:request_not_now": ["asha learning/requests/{request}/not-now/"],
    "practice:learning": ["eve communities/{thread_community}/learning/"],
    "practice:post_new": ["eve communities/{thread_community}/learning/new/"],
    "practice:thread": ["eve communities/{thread_community}/learning/{post}/", "carys communities/{thread_community}/learning/{waiting_post}/"],
    "practice:post_edit": ["eve communities/{thread_community}/learning/{post}/edit/"],
    "practice:post_take_away": ["eve communities/{thread_community}/learning/{post}/take-away/"],
    "practice:post_report": ["carys communities/{thread_community}/learning/{post}/report/"],
    "practice:room": ["carys communities/{document_community}/room/"],
    "practice:documents": ["carys communities/{document_community}/documents/"],
    "practice:document": ["carys communities/{document_community}/documents/{document}/", "ben communities/{document_community}/documents/{document}/"],
    "practice:document_at": ["carys communities/{document_community}/documents/{document}/versions/1/"],
    "practice:recommend": ["carys communities/{ledger_community}/ledger/recommend/"],
    "practice:ledger": ["carys communities/{ledger_community}/ledger/", "lead communities/{ledger_community}/ledger/?show=all"],
    "practice:booking": ["ben shadowing/bookings/{booking}/", "eve shadowing/bookings/{booking}/", "frank shadowing/bookings/{visited}/"],
    "practice:cancel": ["eve shadowing/bookings/{booking}/cancel/"],
    "practice:reflection": ["frank shadowing/bookings/{visited}/reflection/"],
    "practice:feedback": ["frank shadowing/bookings/{visited}/feedback/"],
    "practice:raise_concern": ["frank shadowing/bookings/{visited}/concern/"],
    "practice:service": ["asha services/{service}/", "ben services/{service}/", "asha services/wenbridge-crisis-team/"],
    "contribution": ["dev contributions/{gift}/", "carys contributions/{gift}/"],
    "contribution_concerns": ["lead contributions/concerns/"],
    "contribution_concern": ["lead contributions/concerns/{gift_concern}/"],
    "contribution_by_named": ["anyone contributions/named/{gift_secret}/"],
    "erase_me": ["asha me/privacy/erase/", "dev me/privacy/erase/", "frank me/privacy/erase/"],
    "mfa_index": ["frank accounts/2fa/", "app accounts/2fa/"],
    "mfa_reauthenticate": ["app accounts/2fa/reauthenticate/"],
    "mfa_activate_totp": ["frank accounts/2fa/totp/activate/"],
    "mfa_deactivate_totp": ["app accounts/2fa/totp/deactivate/"],
    "mfa_view_recovery_codes": ["app accounts/2fa/recovery-codes/"],
    "mfa_generate_recovery_codes": ["app accounts/2fa/recovery-codes/generate/"],
    "mfa_list_webauthn": ["frank accounts/2fa/webauthn/", "app accounts/2fa/webauthn/"],
    "mfa_add_webauthn": ["frank accounts/2fa/webauthn/add/"],
    "mfa_remove_webauthn": ["app accounts/2fa/webauthn/keys/{passkey}/remove/"],
    "mfa_edit_webauthn": ["app accounts/2fa/webauthn/keys/{passkey}/edit/"],
}
MORE: list[str] = [
    "dev contributions/", "carys contributions/", "editor contributions/",
    *(f"{who} dashboard/" for who in ("ben", "carys", "dev", "eve", "frank", "editor", "lead", "admin")),
    "asha search/?q=", "asha search/?q=nothingwhatever", "asha gallery/", "asha gallery/?page=lesson",
    "ben teams/", "admin teams/", "ben me/privacy/", "frank me/notices/", "frank me/notices/?page=2",
    "frank me/privacy/", "frank me/privacy/seen/", "frank me/privacy/copy/",
    "ben learning/requests/", "dev learning/record/", "dev learning/reflections/",
    "dev capability/me/", "asha capability/me/plan/?gaps=1", "carys capability/shared/", "ben capability/shared/", "ben capability/shared/{assessment}/",
    "lead cms/framework/", "lead cms/framework/import/", "lead cms/framework/{framework_draft}/", "lead cms/framework/{framework_draft}/about/",
    "lead cms/framework/{framework_draft}/enforce/", "lead cms/framework/{framework_draft}/reviewers/",
    "lead cms/framework/{framework_draft}/capabilities/new/", "lead cms/framework/{framework_draft}/profiles/new/",
    "lead area/?by=service", "lead area/?by=role", "lead area/?by=nonsense",
    "asha services/?need=housing&q=bed", "asha services/compare/?service=harbour-lane-hostel&service=wenbridge-crisis-team",
    "asha communities/", "carys communities/", "asha communities/{community}/", "carys communities/{community}/", "dev communities/{community}/",
    "carys communities/the-night-shift/", "frank communities/{community}/{session}/", "carys communities/{community}/{session}/",
    "asha communities/{community}/{past}/", "carys communities/{community}/{past}/", "carys communities/{community}/{past}/register/",
    "dev communities/{community}/{session}/speaking/", "lead communities/{community}/{session}/speaking/",
    "frank contributions/{introduced}/take-back/",
    "eve shadowing/", "eve shadowing/mine/", "eve shadowing/desk/", "ben shadowing/yeses/", "asha shadowing/tea-at-sabr/",
    "dev shadowing/custody-suite/ask/",
]  # fmt: skip

NOT_LOOKED_AT: dict[str, str] = {
    "healthz": "says ok to machines",
    "metrics": "is read by machines",
    "robots": "is read by robots",
    "media": "serves files",
    "contribution_file": "serves files",
    "contribution_copy": "is a file",
    "wagtaildocs_serve": "serves files",
    "fetch_copy": "is a file",
    "account_set_password": "for people who have no password, which none of ours is without",
    "account_confirm_login_code": "stands in the middle of signing in: test_the_middle_of_signing_in",
    "mfa_authenticate": "stands in the middle of signing in: test_the_middle_of_signing_in",
    "mfa_reauthenticate_webauthn": "needs a real passkey: test_passkeys.py",
    "mfa_login_webauthn": "answers a script, and is no page",
    "mfa_download_recovery_codes": "is a file",
    "socialaccount_signup": "stands only where a work account is set",
    "socialaccount_login_error": "answers 401 where a work account went wrong: test_work_account.py",
    "learning:captions": "serves files",
    "openid_connect_login": "leads to the work account",
    "openid_connect_callback": "leads on from the work account",
    **{f"accounts/social/{old}/": "is an old address of allauth's" for old in ("login/cancelled", "login/error", "signup", "connections")},
}


def rows_of(name: str) -> list[Row]:
    """What the table of addresses says of opening this address; nothing where it is only ever posted to."""
    rows = [row for row in (*TABLE.get(name, ()), *DOORS.get(name, ())) if row.method == "get"]
    return [row for row in rows if row.answer != 405]


def lines_for(name: str) -> list[str] | None:
    """Where this address is looked at, as lines like those of `MORE`; `None` where nobody said."""
    if name in NOT_LOOKED_AT:
        return []
    if name in INSTEAD:
        return INSTEAD[name]
    rows = rows_of(name)
    if not rows or all(is_file(row.address) for row in rows):
        return []
    open_to_all = [f"anyone {row.address}" for row in rows if row.anonymous == 200]
    signed_in = [f"{row.who.split()[0]} {row.address}" for row in rows if row.answer == 200 and row.who.split()]
    return open_to_all or signed_in or None


def is_file(address: str) -> bool:
    """Whether an address names a file rather than a page."""
    return bool(re.search(r"\.\w{2,5}$", address.partition("?")[0]))


def unknown_names(line: str) -> set[str]:
    """What stands in braces in a line and has no sample."""
    return set(re.findall(r"{(\w+)}", line)) - SAMPLES.keys()


def not_looked_at() -> list[str]:
    """The addresses that nobody looks at, with what is missing."""
    found = []
    for name in sorted(TABLE.keys() | DOORS.keys()):
        lines = lines_for(name)
        if lines is None:
            found.append(f"{name}: nobody of the table is answered with 200")
        for line in lines or []:
            if missing := unknown_names(line):
                found.append(f"{name}: no sample for {', '.join(sorted(missing))} in {line}")
    return found


def looks(samples: dict[str, str]) -> list[Look]:
    """Every page to look at, each once, with the samples in its address."""
    named = [(name, line) for name in (*TABLE, *DOORS) for line in lines_for(name) or []] + [("", line) for line in MORE]
    found: dict[tuple[str, str], Look] = {}
    for name, line in named:
        who, _, rest = line.partition(" ")
        address, _, status = rest.partition(" ")
        look = Look(name, who, "/" + address.format(**samples), int(status or 200))
        found.setdefault((look.who, look.address), look)
    return list(found.values())
