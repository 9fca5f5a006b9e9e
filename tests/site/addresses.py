"""The table of addresses: who may open what. A new address needs a row here, decided by a person, before the tests pass.

A row names the address, who may (`who`: names of the cast, or `ALL` who are signed in), what they get, and what everyone
else gets. 404 where a thing is somebody else's, so that nobody learns that it is there; 403 at the door of the CMS.
"""

from dataclasses import dataclass, field

ALL = "asha ben carys dev eve frank editor lead admin"
TO_SIGN_IN = "to sign in"


@dataclass(frozen=True)
class Row:
    """One address. `answer` is what those in `who` get, `refused` what others who are signed in get, `anonymous` what is got signed out."""

    address: str
    who: str = ALL
    answer: int | str = 200
    refused: int = 404
    anonymous: int | str = TO_SIGN_IN
    method: str = "get"
    data: dict = field(default_factory=dict)


def page(address: str, who: str = ALL, **more) -> list[Row]:
    """A page that is read; where it has a form, posting an empty one is refused to the same people."""
    return [Row(address, who, **more)]


def public(address: str, **more) -> list[Row]:
    """A page that everyone may read."""
    return [Row(address, anonymous=more.pop("anonymous", 200), **more)]


def form(address: str, who: str = ALL, **more) -> list[Row]:
    """A page with a form: posting it empty is answered (`posted`, 422 unless said otherwise) to those in `who` and to nobody else."""
    posted = more.pop("posted", 422)
    data = more.pop("data", {})
    anonymous = more.get("anonymous", TO_SIGN_IN)
    return [Row(address, who, **more), Row(address, who, posted, more.get("refused", 404), anonymous, "post", data)]


def button(address: str, who: str = ALL, *, posted: int = 302, data: dict | None = None, refused: int = 404, anonymous: int | str = TO_SIGN_IN) -> list[Row]:
    """An address that is only ever posted to: opening it is 405."""
    return [Row(address, ALL, 405, anonymous=anonymous if anonymous == TO_SIGN_IN else 405), Row(address, who, posted, refused, anonymous, "post", data or {})]


def door(address: str, *, signed_in: int | str = 302, anonymous: int | str = 200, **more) -> list[Row]:
    """A page on the way in or out: `signed_in` for everyone who is, `anonymous` for who is not."""
    return [Row(address, ALL, signed_in, anonymous=anonymous, **more)]


LESSON = "learning/{module}/{lesson}/"
TABLE: dict[str, list[Row]] = {
    # the site
    "healthz": public("healthz"),
    "metrics": public("metrics", answer=404, anonymous=404),  # where no token is set; with one: tests/home/test_metrics.py
    "status": page("status/", "admin"),
    "status_letters": button("status/letters/", "admin"),
    "status_work": button("status/work/", "admin"),
    "dashboard": page("dashboard/"),
    "search": page("search/?q=trauma"),
    "support": public("support/"),
    "robots": public("robots.txt"),
    "words": form("words/"),
    "word_term_new": form("words/add/", "editor admin"),
    "word_term": form("words/{term}/", "editor admin"),
    "word_term_out": button("words/999999/out/", ""),
    "page_words": [*page("words/page/{lesson_page}/", "editor lead admin")],
    "media": public("media/nothing.png", answer=404, anonymous=404),
    "wagtaildocs_serve": public("documents/1/nothing.pdf", answer=404, anonymous=404),
    "wagtail_serve": [*door("", signed_in=302), *public("?front-page"), *page("nowhere/", who="", refused=404)],
    # a person's own
    "profile": form("me/", posted=200),
    "preferences": form("me/preferences/", posted=200),
    "privacy": page("me/privacy/"),
    "my_copy": form("me/privacy/copy/", posted=302),
    "fetch_copy": page("me/privacy/copy/{copy}/", answer=302, refused=302),
    "who_saw": page("me/privacy/seen/"),
    "erase_me": form("me/privacy/erase/", posted=302),
    "stop_erasing": button("me/privacy/erase/stop/"),
    "stay": button("me/privacy/stay/"),
    "erased": [*public("erased/{receipt}/"), *public("erased/wrong/", answer=404, anonymous=404)],
    "notices": page("me/notices/"),
    "notices_read": button("me/notices/read/"),
    "notice_read": button("me/notices/{notice}/read/", "asha"),
    "letters_stop": public("letters/stop/not-a-token/", answer=404, anonymous=404),
    # teams and joining
    "teams": page("teams/"),
    "roster": form("teams/import/", "admin", posted=200),
    "team": [*page("teams/{team}/", "ben"), *page("teams/{other_team}/", "")],
    "leave_team": form("teams/{team}/leave/", "asha ben", posted=200),
    "team_people": [*form("teams/{team}/people/", "ben admin", posted=200), *form("teams/{other_team}/people/", "admin", posted=200)],
    "end_place": form("teams/{team}/people/{membership}/end/", "ben admin", posted=200),
    "answer_request": button("teams/{team}/people/requests/{wish}/", "ben admin"),
    "name_deputy": button("teams/{team}/people/deputies/", "ben admin", posted=200),
    "stop_deputy": button("teams/{team}/people/deputies/{deputy}/stop/", "ben admin"),
    "invite": form("invitations/", "admin", posted=200),
    "revoke_invitation": button("invitations/{invitation}/revoke/", "ben admin"),
    "setup": form("setup/", "admin", posted=200),
    "rights_desk": form("setup/rights/", "admin"),
    "erase_person": form("setup/rights/{person}/", "admin"),
    "stop_erasing_person": button("setup/rights/{person}/stop/", "admin"),
    "welcome": page("join/"),
    "join": [*public("join/{secret}/"), *public("join/wrong/", answer=404, anonymous=404)],
    # capability
    "capability:framework": public("capability/"),
    "capability:framework_json": public("capability/framework.json"),
    "capability:role_json": [*public("capability/roles/volunteer.json"), *public("capability/roles/nobody.json", answer=404, anonymous=404)],
    "capability:version": [*public("capability/versions/{framework}/"), *public("capability/versions/{framework_draft}/", answer=404, anonymous=404)],
    "capability:changes": [*public("capability/changes/{framework}/"), *public("capability/changes/{framework_draft}/", answer=404, anonymous=404)],
    "capability:reviews": page("capability/reviews/"),
    "capability:review": form("capability/reviews/{reading}/", "dev"),
    "capability:carry_over": button("capability/assess/carry-over/"),
    "capability:assess": page("capability/assess/"),
    "capability:assess_begin": button("capability/assess/begin/"),
    "capability:assess_review": page("capability/assess/review/", answer=302),
    "capability:assess_finish": button("capability/assess/finish/"),
    "capability:assess_throw_away": button("capability/assess/throw-away/"),
    "capability:assess_one": page("capability/assess/one/{capability}/", answer=302),
    "capability:assess_domain": page("capability/assess/domain/{domain}/", answer=302),
    "capability:me": page("capability/me/"),
    "capability:earlier": page("capability/me/{assessment}/", "asha"),
    "capability:share": button("capability/me/{assessment}/share/", "asha"),
    "capability:stop_sharing": button("capability/me/sharing/{sharing}/stop/", "asha"),
    "capability:history": page("capability/me/history/"),
    "capability:offer": button("capability/me/{assessment}/offer/", "asha", posted=422),
    "capability:take_back_offer": button("capability/me/offers/{offer}/take-back/", "asha"),
    "capability:answer_offer": button("capability/shared/offers/{offer}/", "eve"),
    "capability:plan": form("capability/me/plan/"),
    "capability:plan_pdf": page("capability/me/plan.pdf?gaps=1"),
    "capability:change_plan": button("capability/me/plan/{plan}/", "asha"),
    "capability:edit_plan": form("capability/me/plan/{plan}/edit/", "asha"),
    "capability:blocks": button("capability/me/blocks/{capability}/"),
    "capability:own_evidence": form("capability/me/evidence/", posted=200),
    "capability:mend_evidence": form("capability/me/evidence/{evidence}/", "asha"),
    "capability:take_out_evidence": form("capability/me/evidence/{evidence}/take-out/", "asha", posted=302),
    "capability:shared": page("capability/shared/"),
    "capability:shared_one": page("capability/shared/{assessment}/", "carys"),
    "capability:say": button("capability/shared/{assessment}/{rating}/", "carys"),
    "capability:remind": [*button("capability/teams/{team}/remind/", "ben"), Row("capability/teams/{other_team}/remind/", "", method="post")],
    "capability:suggest": [*form("capability/teams/{team}/suggest/{capability}/", "ben"), *form("capability/teams/{other_team}/suggest/{capability}/", "")],
    "capability:area": page("area/", "lead"),
    "capability:unit": [*page("area/units/service/nowhere/", ""), *page("area/units/{unit}/", "lead")],
    "capability:report": page("area/report/", "lead"),
    "capability:report_pdf": page("area/report.pdf", "lead"),
    "capability:report_csv": page("area/report.csv", "lead"),
    "capability:report_xlsx": page("area/report.xlsx", "lead"),
    "capability:compare": form("area/compare/", "lead"),
    "capability:freeze": button("area/freeze/", "lead"),
    "capability:dataset": page("area/dataset/", "lead"),
    "capability:download": page("area/dataset/capability-cube.h5", "lead"),
    # learning: what is somebody's
    "learning:record": page("learning/record/"),
    "learning:record_csv": page("learning/record.csv"),
    "learning:record_pdf": page("learning/record.pdf"),
    "learning:certificate": [*public("certificates/{code}/"), *public("certificates/wrong/", answer=404, anonymous=404)],
    "learning:certificate_pdf": page("certificates/{code}.pdf", "asha"),
    "learning:certificate_name": button("certificates/{code}/name/", "asha"),
    "learning:reflections": page("learning/reflections/"),
    "learning:reflections_delete": form("learning/reflections/delete-all/", posted=302),
    "learning:reflection": page("learning/reflections/{reflection}/", "asha carys"),
    "learning:reflection_edit": form("learning/reflections/{reflection}/edit/", "asha"),
    "learning:reflection_delete": form("learning/reflections/{reflection}/delete/", "asha", posted=302),
    "learning:reflection_keep": button("learning/reflections/{reflection}/keep/", "asha"),
    "learning:reflection_send": form("learning/reflections/{reflection}/send/", "asha"),
    "learning:reflection_stop": button("learning/reflections/{reflection}/stop/{reflection_share}/", "asha"),
    "learning:requests": page("learning/requests/"),
    "learning:request_change": form("learning/requests/{request}/change/", "ben"),
    "learning:request_withdraw": form("learning/requests/{request}/withdraw/", "ben", posted=302),
    "learning:request_not_now": form("learning/requests/{request}/not-now/", "asha ben"),
    "learning:request_take_back": button("learning/requests/{request}/take-back/", "asha"),
    "learning:requests_new": [*form("learning/requests/{team}/new/", "ben"), *form("learning/requests/{other_team}/new/", "")],
    "learning:notes": page("learning/notes/", "editor"),
    "learning:note": form("learning/notes/{note}/", "editor"),
    "learning:reviewers": form("learning/reviewing/of/{module_page}/", "editor admin"),
    "learning:reviewing_one": form("learning/reviewing/{reviewer}/", "dev"),
    "learning:reviewing_end": button("learning/reviewing/999999/end/", ""),
    "learning:reviewing_word": form("learning/reviewing/{reviewer}/{lesson_page}/", "dev"),
    "learning:reviewing_read": page("learning/reviewing/{reviewer}/{lesson_page}/read/", "dev"),
    # learning: what is done in a lesson, which is the doer's own
    "learning:answer": button("learning/{module}/{lesson_answer}/answer/{block_answer}/", posted=422, anonymous=403),
    "learning:choose": button("learning/{module}/{lesson_choose}/choose/{block_choose}/", posted=422, anonymous=403),
    "learning:reflect": button("learning/{module}/{lesson_reflect}/reflect/{block_reflect}/", posted=302, anonymous=403),
    "learning:tick": button("learning/{module}/{lesson_tick}/tick/{block_tick}/", anonymous=403),
    "learning:vote": button("learning/{module}/{lesson_vote}/vote/{block_vote}/", posted=422, anonymous=403),
    "learning:leave_note": button(LESSON + "note/", posted=422, anonymous=403),
    "learning:finish": [Row(LESSON + "finish/", ALL, 302), Row(LESSON + "finish/", ALL, 422, anonymous=403, method="post")],
    "learning:again": button(LESSON + "again/"),
    "learning:break": page(LESSON + "break/"),
    "learning:captions": page(LESSON + "captions/00000000-0000-0000-0000-000000000000/", who="", refused=404),
    "learning:file": page("learning/files/{module}/steady-enough.svg"),
    # practice
    "practice:services": page("services/"),
    "practice:services_json": page("services.json", anonymous=403),
    "practice:services_compare": page("services/compare/"),
    "practice:services_unclear": page("services/unclear/"),
    "practice:service_new": form("services/new/", "asha ben eve frank lead admin"),
    "practice:service": page("services/{service}/"),
    "practice:service_edit": form("services/{service}/edit/", "ben"),
    "practice:service_confirm": button("services/{service}/confirm/", "ben"),
    "practice:service_history": page("services/{service}/history/", "ben lead admin"),
    "practice:service_keepers": form("services/{service}/keepers/", "ben lead admin"),
    "practice:service_keeper_stop": button("services/{service}/keepers/{keeper}/stop/", "ben lead admin"),
    "practice:criterion_new": form("services/{service}/criteria/new/missed/", "ben"),
    "practice:criterion": form("services/{service}/criteria/{criterion}/", "ben"),
    "practice:criterion_remove": form("services/{service}/criteria/{criterion}/remove/", "ben", posted=302),
    "practice:service_close": form("services/{service}/close/", "ben lead admin"),
    "practice:service_stays_open": button("services/{service}/stays-open/", "ben lead admin"),
    "practice:ask_review": form("services/{service}/ask-for-review/", "lead"),
    "practice:review": form("services/reviews/{review}/", "dev"),
    "practice:decline_review": button("services/reviews/{review}/decline/", "dev"),
    "practice:withdraw_review": button("services/reviews/{review}/withdraw/", "dev"),
    "practice:answer_review": form("services/reviews/{written_review}/answer/", "ben"),
    "practice:turned_away": form("services/{service}/turned-away/", "asha ben eve frank"),
    "practice:turn_aways": [*page("services/{service}/turn-aways/", "ben lead"), Row("services/{service}/turn-aways/", "ben", 422, method="post")],
}

# Pages of the tree, by type: open to everyone, to people who are signed in, or decided by the page itself.
PAGES = {
    "home.homepage": "public",
    "home.plainpage": "its own",
    "learning.learningindexpage": "signed in",
    "learning.modulepage": "signed in",
    "learning.lessonpage": "signed in",
    "learning.pathwayindexpage": "signed in",
    "learning.pathwaypage": "signed in",
    "practice.communityindexpage": "signed in",
    "practice.communitypage": "signed in",
    "practice.sessionpage": "signed in",
}
