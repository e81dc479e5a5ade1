"""The pages of requests: ask, acknowledge, answer in parts, close, count."""

import pytest
from django.test import Client

from yuegang.accounts.testing import signed_in
from yuegang.base import clock
from yuegang.enforcement.requests.models import Reply, Request
from yuegang.enforcement.requests.tests.conftest import FACTS, QUESTIONS, crossed, draft
from yuegang.exchange.release.tests.conftest import People
from yuegang.exchange.tests.peer import Peer


@pytest.fixture
def alice(people: People) -> Client:
    """The author, signed in, reading English."""
    people.author.language = "en"
    people.author.save()
    return signed_in(people.author)


@pytest.fixture
def liaison(people: People) -> Client:
    """The liaison officer, signed in, reading English."""
    people.liaison.language = "en"
    people.liaison.save()
    return signed_in(people.liaison)


def text_of(client: Client, address: str, **typed: object) -> str:
    """Return a page, or the page a form leads to."""
    answer = client.post(address, typed, follow=True) if typed else client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def typed_request(**more: object) -> dict[str, object]:
    """Return the form of a request with two questions."""
    facts = {name.removesuffix("_id"): value for name, value in FACTS.items()}
    return {
        **facts, "marking": "AMBER", "urgency": "routine", "question_1": QUESTIONS[0], "question_2": QUESTIONS[1],
        "do": "submit", **more,
    }  # fmt: skip


def test_a_request_is_written_and_sent_for_signature(alice: Client, peer: Peer) -> None:
    text = text_of(alice, "/requests/new/", **typed_request())
    assert "Sent for signature." in text and "It waits on the release desk." in text and QUESTIONS[1] in text
    assert "No request" not in text_of(alice, "/requests/?status=in_release&direction=out")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"legal_basis": ""}, "This field is required."),
        ({"question_1": ""}, "This field is required."),
        ({"needed_by": "2020-01-01"}, "The day is past already."),
        ({"needed_by": "soon"}, "Write the day as"),
    ],
)
def test_a_wrong_answer_is_named_at_its_field(alice: Client, wrong: dict[str, object], words: str) -> None:
    text = text_of(alice, "/requests/new/", **typed_request(**wrong))
    assert "Not saved yet" in text and words in text
    assert not Request.objects.exists()


def test_a_draft_is_changed_and_keeps_its_questions(alice: Client, people: People) -> None:
    made = draft(people)
    url = f"/requests/{made.pk}/"
    assert QUESTIONS[2] in text_of(alice, url + "edit/")
    assert "The draft is kept." in text_of(alice, url + "edit/", **typed_request(do="save", work_title="另一部"))
    assert "另一部" in text_of(alice, url) and made.questions.count() == 2


def test_answers_are_given_in_parts(liaison: Client, peer: Peer, asked: Request) -> None:
    url = f"/requests/{asked.pk}/"
    assert "HK-R2026-0001" in text_of(liaison, "/requests/")
    assert "Acknowledged, without content." in text_of(liaison, url + "acknowledge/", sure="1")
    wrong = text_of(liaison, url + "reply/", **{"q1-state": "answered", "q2-text": "x", "do": "submit"})
    assert "This state of the answer needs it." in wrong and "Choose the state of the answer." in wrong
    good = {"q1-state": "answered", "q1-text": "栖野影业", "q1-source": "register", "q1-certainty": "confirmed"}
    assert "The draft is kept." in text_of(
        liaison, url + "reply/", **good, **{"q1-proofs": ["registration"]}, do="save"
    )
    assert "栖野影业" in text_of(liaison, url + "reply/")
    assert "Sent for signature." in text_of(liaison, url + "reply/", **good, do="submit")
    assert "It waits on the release desk." in text_of(liaison, url)
    assert Reply.objects.get().answers.get().text == "栖野影业"


def test_a_request_can_be_refused_with_a_reason(liaison: Client, peer: Peer, asked: Request) -> None:
    url = f"/requests/{asked.pk}/"
    assert "Choose the reason of the refusal." in text_of(liaison, url + "refuse/", reason="")
    assert "Not accepted" in text_of(liaison, url + "refuse/", reason="live_case")
    assert liaison.get(url + "reply/").status_code == 404


def test_an_answered_request_is_closed_and_counted(alice: Client, people: People, peer: Peer) -> None:
    ours = crossed(people)
    Request.objects.filter(pk=ours.pk).update(status="answered", answered_at=clock.now())
    url = f"/requests/{ours.pk}/"
    assert "Close the request" in text_of(alice, url)
    assert "The request is closed" in text_of(alice, url + "close/", use="used")
    table = text_of(alice, f"/requests/year/{clock.today().year}/")
    assert "On time" in table and "The other side counts the same." in table
    assert "No request crossed in this year." in text_of(alice, "/requests/year/2001/")


def test_absent_and_forbidden_look_the_same(alice: Client, people: People, asked: Request) -> None:
    stranger = signed_in(people.stranger)
    assert {stranger.get(f"/requests/{asked.pk}/{part}").status_code for part in ("", "edit/", "reply/")} == {404}
    assert stranger.post(f"/requests/{asked.pk}/acknowledge/").status_code == 404
