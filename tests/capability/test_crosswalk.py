"""What becomes of capabilities and ratings when a version follows another: the pure rule."""

from hypothesis import given, settings
from hypothesis import strategies as st

from capability.rules.crosswalk import MERGED, NEW, RETIRED, REWORDED, SAME, SPLIT, Change, Said, Words, carry, changes, sentence, suggest


def words(key: int, title: str = "", text: str = "I can.") -> Words:
    return Words(key, f"A{key % 10}", title or f"Capability {key}", (text, text, text))


def test_each_fate_is_told_once():
    before = [words(1, "Same"), words(2, "Old words"), words(3, "Whole"), words(4, "One"), words(5, "Two"), words(6, "Gone")]
    after = [words(11, "Same"), words(12, "New words"), words(13, "Half"), words(14, "Other half"), words(15, "Both"), words(16, "Fresh")]
    steps = [(1, 11), (2, 12), (3, 13), (3, 14), (4, 15), (5, 15)]
    assert changes(before, after, steps) == [
        Change(SAME, (1,), (11,)),
        Change(REWORDED, (2,), (12,)),
        Change(SPLIT, (3,), (13, 14)),
        Change(MERGED, (4, 5), (15,)),
        Change(NEW, (), (16,)),
        Change(RETIRED, (6,), ()),
    ]


def test_a_new_descriptor_is_new_words():
    assert changes([words(1, "Same", "I may.")], [words(11, "Same", "I can.")], [(1, 11)])[0].fate == REWORDED


def test_one_that_is_split_and_merged_at_once_carries_the_lowest():
    before, after = [words(1), words(2)], [words(11), words(12)]
    found = changes(before, after, [(1, 11), (1, 12), (2, 12)])
    assert [change.fate for change in found] == [SPLIT, MERGED]
    carried = carry(found, {1: Said(3), 2: Said(1)}, {})
    assert (carried[11].level, carried[12].level) == (3, 1)


def test_what_was_said_is_carried_and_nothing_is_made_up():
    before = [words(1), words(2), words(3), words(4)]
    after = [words(11, "Capability 1"), words(12), words(13), words(14), words(15)]
    found = changes(before, after, [(1, 11), (2, 12), (2, 13), (3, 14), (4, 14)])
    said = {1: Said(2, 4, "mine"), 2: Said(3, 3, "of the whole"), 3: Said(1, 4, "one"), 4: Said(2, 2, "two")}
    carried = carry(found, said, {3: "Three", 4: "Four"})
    assert carried[11] == Said(2, 4, "mine", SAME)
    assert carried[12] == carried[13] == Said(3, None, "of the whole", SPLIT)
    assert carried[14] == Said(1, None, "Three: one\n\nFour: two", MERGED)
    assert 15 not in carried


def test_merged_is_not_part_of_a_role_only_where_each_is():
    found = [Change(MERGED, (1, 2), (11,))]
    assert carry(found, {1: Said(None), 2: Said(None)}, {})[11].level is None
    assert carry(found, {1: Said(None), 2: Said(2)}, {})[11].level == 2
    assert carry(found, {}, {}) == {}


def test_what_titles_and_codes_suggest():
    before = [Words(1, "A1", "Hope", ()), Words(2, "A2", "Care", ()), Words(3, "A3", "Gone", ())]
    after = [Words(11, "A2", "Hope", ()), Words(12, "A3", "Warm care", ()), Words(13, "A9", "Fresh", ())]
    assert suggest(before, after) == {(1, 11), (3, 12)}


def test_the_changes_in_one_line():
    found = [Change(SAME, (1,), (11,)), Change(SAME, (2,), (12,)), Change(MERGED, (3, 4), (13,)), Change(NEW, (), (14,))]
    assert sentence(found) == "2 stand as they were, 2 go into others, 1 is new"
    assert sentence([]) == ""


@settings(max_examples=80, deadline=None)
@given(
    st.sets(st.tuples(st.integers(1, 6), st.integers(11, 16)), max_size=12),
    st.dictionaries(st.integers(1, 6), st.builds(Said, st.one_of(st.none(), st.integers(0, 3)), st.one_of(st.none(), st.integers(1, 4)), st.text(max_size=5))),
)
def test_every_capability_has_one_fate_and_no_level_is_higher_than_what_was_said(steps, said):
    before, after = [words(key) for key in range(1, 7)], [words(key) for key in range(11, 17)]
    found = changes(before, after, steps)
    told = [key for change in found for key in change.after]
    assert sorted(told) == [each.key for each in after]
    gone = {key for change in found if change.fate == RETIRED for key in change.before}
    assert gone == {each.key for each in before} - {old for old, _ in steps}
    for key, one in carry(found, said, {}).items():
        sources = [said[old] for old, new in steps if new == key and old in said]
        levels = [source.level for source in sources if source.level is not None]
        assert one.level == (min(levels) if levels else None)
        assert all(source.note in one.note for source in sources)
