"""The running site itself: what it says when it starts, and that it calls nobody."""


def test_it_answers_and_says_where_it_is(site):
    said = (site.var / "serve.log").read_text().splitlines()
    assert f"Ready at {site.url}/" in said
    assert any(line.startswith("Ready at http://localhost:") for line in said)
    assert any("asha@example.org" in line for line in said)


def test_the_front_page_shows_its_name(page):
    page.goto("/")
    assert page.get_by_role("heading", level=1).is_visible()
    assert "Alongside" in page.title()
