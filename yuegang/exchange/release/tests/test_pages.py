"""The desk, the page of a release, its pictures and the registers, as people use them without any script."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from yuegang.accounts.guards import PROOF
from yuegang.accounts.models import Officer
from yuegang.base import clock
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release import actions, checking
from yuegang.exchange.release.models import Assessment, KnownPerson, Release, ReleaseView
from yuegang.exchange.release.tests.conftest import LIAISON, People, officer
from yuegang.exchange.release.tests.papers import FROM, PaperHandler
from yuegang.exchange.release.tests.test_gate import ID, Desk, photo
from yuegang.exchange.tests.peer import Peer

SignIn = Callable[[Officer], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """Return a way to a browser of an officer who has just signed in."""

    def client_of(who: Officer) -> Client:
        client = Client()
        client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[PROOF] = str(who.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(who.pk)
        session.save()
        who.language = "en"
        who.save()
        return client

    return client_of


@pytest.fixture
def desk(papers: PaperHandler, people: People, peer: Peer) -> Desk:
    return Desk(papers, people, peer)


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def post(client: Client, path: str, **data: object) -> str:
    answer = client.post(path, data, follow=True)
    assert answer.status_code in (200, 422), path
    return str(answer.content.decode())


def test_the_empty_desk_says_what_it_is_for(sign_in: SignIn, people: People) -> None:
    assert "Nothing waits here" in page(sign_in(people.head), "/release/")


def test_the_desk_lists_what_waits_and_what_was_sent_in(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write(vehicle="粤Z·0000港")
    url = actions.url_of(release)
    waiting = page(sign_in(desk.people.head), "/release/")
    assert url in waiting
    assert "classes A, B" in waiting
    assert url in page(sign_in(desk.people.author), "/release/")
    assert url not in page(sign_in(desk.people.liaison), "/release/")


def test_a_full_desk_costs_no_more_queries_than_one_release(
    sign_in: SignIn, desk: Desk, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for _number in range(12):
        desk.write(vehicle="粤Z·0000港")
    client = sign_in(desk.people.head)
    client.get("/release/")
    with django_assert_max_num_queries(14):
        client.get("/release/")


def test_strangers_find_nothing(sign_in: SignIn, desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    paper.pictures.append(photo(desk))
    release = desk.submit(paper)
    url, image = actions.url_of(release), release.images.get()
    client = sign_in(desk.people.stranger)
    for path in ("", "manifest/", "return/", f"pictures/{image.pk}/", f"pictures/{image.pk}/file/"):
        page(client, url + path, 404)
    finding = f"findings/{image.pk}/"
    for path in ("approve/", "ratify/", "withdraw/", "grounds/", "assessment/", finding, f"pictures/{image.pk}/seen/"):
        assert client.post(url + path).status_code == 404
    assert Client().get(url).status_code == 302


def test_the_author_has_no_button_to_sign_and_cannot_force_it(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write()
    client = sign_in(desk.people.author)
    shown = page(client, actions.url_of(release))
    assert "/approve/" not in shown
    assert "Withdraw" in shown
    assert "somebody who did not write" in post(client, actions.url_of(release) + "approve/")
    assert not OutboxEntry.objects.exists()


def token_in(shown: str) -> str:
    return shown.split('name="token" value="')[1].split('"')[0]


def test_signing_goes_on_to_the_next_and_in_the_end_shows_the_manifest(sign_in: SignIn, desk: Desk) -> None:
    release, following = desk.write(), desk.write(goods="耳机")
    head, liaison, url = sign_in(desk.people.head), sign_in(desk.people.liaison), actions.url_of(release)
    shown = page(head, url)
    assert "1 of 2" in shown
    answer = head.post(url + "approve/", {"token": token_in(shown)})
    assert answer["Location"] == actions.url_of(following)
    post(liaison, url + "approve/", token=token_in(page(liaison, url)))
    release.refresh_from_db()
    left = page(head, url)
    assert release.manifest_digest in left
    assert "What left" in left
    assert "/goods" in page(head, url + "manifest/")


def test_a_signature_on_a_stale_page_is_refused(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write()
    client, url = sign_in(desk.people.head), actions.url_of(release)
    token = token_in(page(client, url))
    desk.papers.papers[release.item_id].fields["goods"] = "手表四批"
    actions.refresh("paper", release.item_id)
    assert "changed meanwhile" in post(client, url + "approve/", token=token)


def test_what_is_open_stands_beside_the_button(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write(goods=f"据司机 {ID} 称", vehicle="粤Z·0000港", persons=ID)
    shown = page(sign_in(desk.people.head), actions.url_of(release))
    assert 'aria-disabled="true" aria-describedby="why"' in shown
    assert "2 points open" in shown
    assert "Vehicle: the legal ground is not stated." in shown
    assert f'<mark class="flag">{ID}<sup>1</sup></mark>' in shown
    assert "no registered assessment" in shown
    assert shown.count(ID) == 1  # the class C field itself is not shown among what leaves


def test_a_place_is_settled_and_opened_again(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write(goods=f"据司机 {ID} 称")
    client, finding = sign_in(desk.people.head), release.findings.get()
    url = f"{actions.url_of(release)}findings/{finding.pk}/"
    assert "<ins>（略）</ins>" in post(client, url, resolution="replaced", words="（略）")
    assert "Sign <kbd>" in page(client, actions.url_of(release))
    assert "1 point open" in post(client, url, reopen="1")
    assert "Write the reason" in post(client, url, resolution="not_personal", words="")
    assert "Write the reason" in post(client, url, resolution="burn", words="")
    author = sign_in(desk.people.author)
    assert "did not write the draft" in post(author, url, resolution="not_personal", words="货号")


def test_the_ground_is_asked_for_whole(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write(vehicle="粤Z·0000港", consignor="甲公司")
    client, url = sign_in(desk.people.head), actions.url_of(release)
    shown = post(client, url + "grounds/", sent=["/vehicle"], statute="协议第五条", necessity="")
    assert "Say why the other side needs these fields" in shown
    shown = post(client, url + "grounds/", sent=["/vehicle"], statute="协议第五条", necessity="布控")
    assert "ground stated" in shown
    assert "withheld by the approver" in shown
    assert client.post(actions.url_of(desk.write()) + "grounds/").status_code == 404
    assert "did not write" in post(
        sign_in(desk.people.author), url + "grounds/", sent=["/vehicle"], statute="协议", necessity="布控"
    )


def test_an_assessment_is_entered_by_data_protection_and_chosen(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write(persons="报关员甲")
    keeper = sign_in(officer("keeper", LIAISON, "data_protection"))
    assert "The register is empty" in page(keeper, "/release/assessments/")
    day = clock.today().isoformat()
    entry = {"reference": "PIA-1", "covers": ["paper/persons"], "recipient_node": "hk-customs", "expires_on": day}
    assert "PIA-1" in post(keeper, "/release/assessments/", **entry)
    assert "already in the register" in post(keeper, "/release/assessments/", **entry)
    assert "has passed" in post(keeper, "/release/assessments/", **entry | {"expires_on": "2020-01-01"})
    client, assessment = sign_in(desk.people.head), Assessment.objects.get()
    shown = post(client, actions.url_of(release) + "assessment/", assessment=assessment.pk)
    assert "under the assessment" in shown
    assert client.post(f"/release/assessments/{assessment.pk}/withdraw/").status_code == 404
    post(keeper, f"/release/assessments/{assessment.pk}/withdraw/")
    assert "no registered assessment" in page(client, actions.url_of(release))


def test_a_signer_reads_the_register_and_others_do_not_find_it(sign_in: SignIn, people: People) -> None:
    assert "Enter an assessment" not in page(sign_in(people.head), "/release/assessments/")
    for path in ("assessments/", "persons/"):
        page(sign_in(people.author), "/release/" + path, 404)


def test_known_persons_are_added_by_signers_and_removed_by_data_protection(sign_in: SignIn, people: People) -> None:
    client = sign_in(people.head)
    assert "No name on the list" in page(client, "/release/persons/")
    assert "陳國強" in post(client, "/release/persons/", name="陈国强")
    assert "already on the list" in post(client, "/release/persons/", name="陈国强")
    person = KnownPerson.objects.get()
    assert client.post(f"/release/persons/{person.pk}/remove/").status_code == 404
    post(sign_in(officer("keeper", LIAISON, "data_protection")), f"/release/persons/{person.pk}/remove/")
    assert not KnownPerson.objects.exists()


@pytest.fixture
def pictured(desk: Desk) -> Release:
    paper = desk.papers.write(desk.people.author)
    paper.pictures += [photo(desk), photo(desk, "标签")]
    return desk.submit(paper)


def test_pictures_are_looked_at_one_after_the_other(sign_in: SignIn, pictured: Release, people: People) -> None:
    client, url = sign_in(people.head), actions.url_of(pictured)
    first, second = pictured.images.all()
    assert "Picture 1: not yet looked at in full size." in page(client, url)
    assert "I have looked at all of it" in page(client, f"{url}pictures/{first.pk}/")
    answer = client.post(f"{url}pictures/{first.pk}/seen/")
    assert answer["Location"] == f"{url}pictures/{second.pk}/"
    assert "All pictures are looked at" in post(client, f"{url}pictures/{second.pk}/seen/")
    assert ReleaseView.objects.count() == 2
    assert "Sign <kbd>" in page(client, url)


def test_boxes_are_set_by_numbers_and_taken_off(sign_in: SignIn, pictured: Release, people: People) -> None:
    client, image = sign_in(people.head), pictured.images.all()[0]
    url = f"{actions.url_of(pictured)}pictures/{image.pk}/"
    box = {"x": 10, "y": 20, "width": 100, "height": 50, "kind": "label"}
    assert "1 Waybill label" in post(client, url + "boxes/", **box)
    assert "lies outside the picture" in post(client, url + "boxes/", **box | {"x": 5000})
    assert "Please put this right" in post(client, url + "boxes/", **box | {"width": 0})
    assert "No box yet" in post(client, url + "boxes/1/remove/")
    assert "This picture is not sent." in post(client, url + "send/", send="no")
    assert "not sent" in page(client, actions.url_of(pictured))
    post(client, url + "send/", send="yes")
    image.refresh_from_db()
    assert (image.boxes, image.send) == ([], True)


def test_the_bytes_of_a_picture_are_for_those_concerned(sign_in: SignIn, pictured: Release, people: People) -> None:
    client, image = sign_in(people.head), pictured.images.all()[0]
    url = f"{actions.url_of(pictured)}pictures/{image.pk}/"
    assert client.get(url + "file/")["Content-Type"] == "image/png"
    assert client.get(url + "small/")["Content-Type"] == "image/jpeg"
    assert client.get(url + "burnt/").status_code == 404
    for who in (people.head, people.liaison):
        for one in pictured.images.all():
            checking.looked_at(one, who) if who is people.head else None
    actions.approve(pictured, people.head)
    for one in pictured.images.all():
        checking.looked_at(one, people.liaison)
    actions.approve(pictured, people.liaison)
    assert client.get(url + "burnt/").status_code == 200
    assert "as it left" in page(client, actions.url_of(pictured))
    assert "moved on" in post(client, url + "send/", send="no")


def test_a_draft_is_returned_with_a_note_and_shown_to_its_author(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write()
    client, url = sign_in(desk.people.head), actions.url_of(release)
    assert "This field is required" in post(client, url + "return/", note="")
    post(client, url + "return/", note="请核对件数")
    assert "请核对件数" in page(sign_in(desk.people.author), url)
    page(client, url + "return/", 404)


def test_the_author_withdraws(sign_in: SignIn, desk: Desk) -> None:
    release = desk.write()
    answer = sign_in(desk.people.author).post(actions.url_of(release) + "withdraw/")
    assert answer["Location"] == f"/papers/{release.item_id}"
    assert sign_in(desk.people.head).post(actions.url_of(release) + "withdraw/").status_code == 404


def test_an_urgent_release_is_ratified_on_its_page(sign_in: SignIn, desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    release = actions.submit("paper", paper.id, desk.people.author, urgent=True)
    actions.approve(release, desk.people.head)
    client, url = sign_in(desk.people.liaison), actions.url_of(release)
    assert "To be ratified" in page(client, "/release/")
    assert "Sent on one signature" in page(client, url)
    Release.objects.update(ratify_by=clock.today().replace(year=2020))
    assert "Overdue: was to be ratified by 2020" in page(client, url)
    assert "Ratified." in post(client, url + "ratify/", note="已核")
    assert "moved on" in post(client, url + "ratify/")


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_the_pages_speak_both_scripts(sign_in: SignIn, desk: Desk, language: str) -> None:
    release = desk.write(goods=f"据司机 {ID} 称", vehicle="粤Z·0000港")
    client = sign_in(desk.people.head)
    desk.people.head.language = language
    desk.people.head.save()
    shown = page(client, actions.url_of(release)) + page(client, "/release/")
    assert ("签发" if language == "zh-hans" else "簽發") in shown
    assert FROM not in shown
