import pytest

from ovp_portal.lib.reading.priorities import Priorities, priorities_in
from ovp_portal.lib.reading.votes import Votes, verdict_in, votes_in


@pytest.mark.parametrize(
    ("sentence", "votes"),
    [
        ("Планот е усвоен со 5 гласа за, 1 против и 2 воздржани.", Votes(5, 1, 2)),
        ("За: 5, против: 1, воздржани: 0", Votes(5, 1, 0)),
        ("Odluka je doneta sa 7 glasova za, 0 protiv i 1 uzdržan.", Votes(7, 0, 1)),
        ("Са 7 гласова за, 2 против и 1 уздржаним.", Votes(7, 2, 1)),
        ("U miratua me 4 vota për, 1 kundër dhe 2 abstenime.", Votes(4, 1, 2)),
        ("It was adopted with 9 votes for, 3 against and 1 abstention.", Votes(9, 3, 1)),
        ("12 voted for, 3 voted against, none abstained", Votes(12, 3, None)),
        ("5 за, 1 против", Votes(5, 1, None)),
        ("План за 5 години", None),
        ("It is valid for 5 years", None),
        ("Работниот план за следните 6 месеци е одобрен.", None),
        ("", None),
    ],
)
def test_votes_are_read_where_two_sides_are_counted_and_nothing_is_made_up(sentence, votes):
    assert votes_in(sentence) == votes


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Одборот го одобри работниот план.", "approved"),
        ("Usvojen je plan rada.", "approved"),
        ("Предлогот не е усвоен.", "rejected"),
        ("The plan was not approved.", "rejected"),
        ("Propozimi nuk u miratua.", "rejected"),
        ("Се разговараше за планот.", ""),
    ],
)
def test_a_decision_ends_as_its_sentence_says(sentence, verdict):
    assert verdict_in(sentence) == verdict


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        (
            "Приоритетите за 2024 вклучуваат обуки, правна помош и нови прирачници.",
            Priorities(("обуки", "правна помош", "нови прирачници"), 2024),
        ),
        ("Prioriteti su obuke, sudovi i škole.", Priorities(("obuke", "sudovi", "škole"), None)),
        ("Priorities include health and safety.", Priorities(("health and safety",), None)),
        ("Përparësi nuk u thanë.", None),
        ("Партнерите ги споделија приоритетите.", None),
        ("Приоритетите вклучуваат", None),
    ],
)
def test_priorities_are_what_a_sentence_counts_up(sentence, found):
    assert priorities_in(sentence) == found
