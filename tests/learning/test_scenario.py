"""Walking through a scenario, whatever is chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.rules.scenario import ScenarioProblem, back, choose, place_of, scenario_of
from tests.learning.factories import SCENARIO, block, first, make_module, url_of

moves = st.lists(st.sampled_from(["0", "1", "2", "back", "restart"]), max_size=30)


@given(moves)
def test_no_walk_leaves_the_story(moves):
    scenario, path = scenario_of(SCENARIO), []
    for move in moves:
        place = place_of(scenario, path)
        if move == "back":
            path = back(path)
        elif move == "restart":
            path = []
        else:
            try:
                path = choose(scenario, path, int(move))
            except ScenarioProblem:
                assert int(move) >= len(place.step.choices)
                continue
            assert place_of(scenario, path).last.consequence
        assert len(place_of(scenario, path).decisions) == len(path)


@given(st.lists(st.integers(-3, 9) | st.none() | st.text(max_size=2), max_size=12))
def test_a_path_that_no_longer_fits_leads_as_far_as_it_fits(path):
    place = place_of(scenario_of(SCENARIO), path)
    assert len(place.decisions) <= 2


@pytest.fixture
def walked(cast, client_for):
    _, (lesson,) = make_module(1, [block("scenario", SCENARIO)])
    url = f"{url_of(lesson)}choose/{first(lesson, 'scenario')['id']}/"
    client = client_for(cast.asha)
    client.get(url_of(lesson))

    def post(**fields):
        return client.post(url, fields, follow=True).content.decode()

    return post


@pytest.mark.django_db
def test_choosing_shows_what_comes_of_it_and_the_way_back(walked):
    assert "He sits down." in walked(choice="0", decided="0")
    page = walked(choice="0", decided="1")
    assert "He breathes." in page
    assert "The story ends here" in page
    assert "He sits down." in walked(move="back", decided="2")
    page = walked(move="restart", decided="1")
    assert "A man stands at the door." in page
    assert "He sits down." not in page


@pytest.mark.django_db
def test_a_double_click_decides_once(walked):
    walked(choice="0", decided="0")
    page = walked(choice="0", decided="0")
    assert "He looks at the exits." in page
    assert "The story ends here" not in page


@pytest.mark.django_db
def test_choosing_nothing_and_choosing_what_is_not_there_are_answered_in_a_sentence(walked):
    assert "Choose what you would do." in walked(decided="0")
    assert "That choice is not here any more." in walked(choice="7", decided="0")
