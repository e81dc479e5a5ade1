"""What stops a release, where, and what never crosses."""

import io
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from PIL import Image

from yuegang.base import clock
from yuegang.base.files.actions import content_of, store
from yuegang.base.files.errors import FileRefused
from yuegang.engine.protocol.gate import find
from yuegang.engine.protocol.schema import build
from yuegang.exchange.handlers import handler_of
from yuegang.exchange.models import OutboxEntry
from yuegang.exchange.release import access, actions, checking
from yuegang.exchange.release.clearance import preview
from yuegang.exchange.release.errors import ReleaseRefused
from yuegang.exchange.release.handlers import Picture
from yuegang.exchange.release.models import Assessment, Release, ReleaseFinding, ReleaseImage
from yuegang.exchange.release.names import forms_of
from yuegang.exchange.release.registers import add_person, remove_person
from yuegang.exchange.release.tests.conftest import People, opened
from yuegang.exchange.release.tests.papers import Paper, PaperHandler
from yuegang.exchange.tests.peer import Peer

ID = "11010519491231002X"


def places(error: pytest.ExceptionInfo[ReleaseRefused]) -> list[tuple[str, str]]:
    return [(one.rule, one.place) for one in error.value.refusals]


@dataclass
class Desk:
    """Submit, sign and send in one line each."""

    papers: PaperHandler
    people: People
    peer: Peer

    def submit(self, paper: Paper) -> Release:
        return actions.submit("paper", paper.id, paper.author)

    def write(self, **fields: object) -> Release:
        return self.submit(self.papers.write(self.people.author, **fields))

    def blocked(self, release: Release) -> list[tuple[str, str]]:
        with pytest.raises(ReleaseRefused, match=r"release\.blocked") as error:
            actions.approve(release, self.people.head)
        assert not OutboxEntry.objects.exists()
        return places(error)

    def send(self, release: Release) -> dict[str, object]:
        actions.approve(release, self.people.head)
        for image in release.images.filter(send=True):
            checking.looked_at(image, self.people.liaison)
        left = actions.approve(release, self.people.liaison)
        assert left.entry is not None
        return dict(opened(self.peer, left.entry).fields)


@pytest.fixture
def desk(papers: PaperHandler, people: People, peer: Peer) -> Desk:
    return Desk(papers, people, peer)


def photo(desk: Desk, caption: str = "开箱") -> Picture:
    data = io.BytesIO()
    Image.effect_noise((640, 420), 90).convert("RGB").save(data, "PNG")
    data.seek(0)
    data.name = "box.png"
    return Picture(store(data), caption)


def test_an_identity_number_in_any_text_stops_the_release(desk: Desk) -> None:
    release = desk.write(goods=f"据司机 {ID} 称")
    assert desk.blocked(release) == [("gate.finding", "/goods")]
    finding = release.findings.get()
    assert (finding.kind, finding.start, finding.end, finding.text) == ("mainland_id", 4, 22, ID)


def test_replacing_lets_the_words_leave_and_the_draft_stay(desk: Desk) -> None:
    release = desk.write(goods=f"据司机 {ID} 称，电话13800138000")
    person, phone = release.findings.all()
    checking.resolve(person, desk.people.author, "replaced", replacement="（证件略）")
    checking.resolve(phone, desk.people.head, "removed")
    assert desk.send(release)["goods"] == "据司机 （证件略） 称，电话"
    assert ID in str(desk.papers.papers[release.item_id].fields["goods"])


def test_not_personal_needs_a_reason_and_another_person(desk: Desk) -> None:
    release = desk.write(goods="货号 A123456(3)")
    finding = release.findings.get()
    with pytest.raises(ReleaseRefused, match=r"release\.four_eyes"):
        checking.resolve(finding, desk.people.author, "not_personal", note="货号")
    with pytest.raises(ValidationError):
        checking.resolve(finding, desk.people.head, "not_personal")
    checking.resolve(finding, desk.people.head, "not_personal", note="商品货号")
    assert desk.send(release)["goods"] == "货号 A123456(3)"


def test_a_resolution_can_be_taken_back(desk: Desk) -> None:
    release = desk.write(goods=f"司机 {ID}")
    checking.resolve(release.findings.get(), desk.people.head, "removed")
    checking.reopen(release.findings.get(), desk.people.head)
    assert desk.blocked(release) == [("gate.finding", "/goods")]


def test_a_known_name_is_found_in_either_script(desk: Desk) -> None:
    person = add_person("陈国强", desk.people.liaison)
    assert "陳國強" in forms_of("陈国强")
    release = desk.write(goods="報關員陳國強稱貨物分三批")
    assert [(one.kind, one.text) for one in release.findings.all()] == [("name", "陳國強")]
    assert desk.blocked(release) == [("gate.finding", "/goods")]
    remove_person(person, desk.people.liaison)
    assert not release.findings.exists()


def test_a_name_added_later_is_found_in_what_waits(desk: Desk) -> None:
    release = desk.write(goods="报关员陈国强称")
    add_person("陈国强", desk.people.liaison)
    assert [one.text for one in release.findings.all()] == ["陈国强"]
    assert desk.blocked(release) == [("gate.finding", "/goods")]


def test_findings_follow_the_text_as_it_is_saved(desk: Desk) -> None:
    release = desk.write(goods=f"司机 {ID}")
    checking.resolve(release.findings.get(), desk.people.author, "removed")
    desk.papers.papers[release.item_id].fields["goods"] = f"更正：司机 {ID}，电话13800138000"
    actions.refresh("paper", release.item_id)
    found = [(one.kind, one.start, one.resolution) for one in release.findings.all()]
    assert found == [("mainland_id", 6, "removed"), ("phone", 27, "")]


def test_every_kind_that_is_released_is_searched_in_each_of_its_texts() -> None:
    schemas = [handler_of(kind).schema for kind in settings.EXCHANGE_HANDLERS]
    texts = [(one, rule) for one in schemas for rule in one.fields if one.releasable and rule.type == "text"]
    assert {schema.kind for schema, _rule in texts} >= {"lead", "feedback", "message"}
    for schema, rule in texts:
        path = tuple(0 if step == "*" else step for step in rule.pointer[1:].split("/"))
        found = find(schema, build([(path, f"司机 {ID}")]))
        assert [one.kind for one in found] == (["mainland_id"] if rule.cls in "AB" else [])


def test_class_b_needs_a_ground_of_one_who_did_not_write(desk: Desk) -> None:
    release = desk.write(vehicle="粤Z·0000港", consignor="甲公司")
    assert desk.blocked(release) == [("gate.ground", "/vehicle"), ("gate.ground", "/consignor")]
    with pytest.raises(ReleaseRefused, match=r"release\.four_eyes"):
        checking.state_grounds(release, desk.people.author, ["/vehicle"], statute="协议第五条", necessity="布控")
    with pytest.raises(ValidationError):
        checking.state_grounds(release, desk.people.head, ["/vehicle"], statute="", necessity="布控")
    checking.state_grounds(release, desk.people.head, ["/vehicle"], statute="协议第五条", necessity="布控需要车牌")
    sent = desk.send(release)
    assert sent["vehicle"] == "粤Z·0000港"
    assert "consignor" not in sent
    release.refresh_from_db()
    assert release.manifest is not None
    assert release.manifest["held"] == [{"pointer": "/consignor", "class": "B", "reason": "withheld"}]
    assert release.manifest["grounds"][0]["officer"] == str(desk.people.head.pk)


def test_class_c_stays_home_without_an_assessment(desk: Desk) -> None:
    release = desk.write(persons=f"司机 {ID}")
    assert [one.reason for one in preview(release).compiled.held] == ["assessment"]
    assert desk.send(release) == {"goods": "手表三批", "items": 1200}


@pytest.mark.parametrize(("days", "withdrawn", "crosses"), [(1, False, True), (-1, False, False), (1, True, False)])
def test_class_c_crosses_under_a_valid_assessment_only(desk: Desk, days: int, withdrawn: bool, crosses: bool) -> None:
    release = desk.write(persons="报关员甲")
    assessment = Assessment.objects.create(
        reference="PIA-2026-01",
        scope="paper",
        fields=["/persons"],
        recipient_node="hk-customs",
        expires_on=clock.today() + timedelta(days=2),
        entered_by=desk.people.stranger,
    )
    assert access.assessments_covering(release) == [assessment]
    checking.choose_assessment(release, desk.people.head, assessment)
    assessment.expires_on = clock.today() + timedelta(days=days)
    assessment.withdrawn_at = clock.now() if withdrawn else None
    assessment.save()
    assert ("persons" in desk.send(release)) is crosses


def test_an_assessment_for_others_cannot_be_chosen(desk: Desk) -> None:
    release = desk.write(persons="报关员甲")
    other = Assessment(
        reference="PIA-2", scope="lead", fields=["/persons"], recipient_node="hk-customs", expires_on=clock.today()
    )
    with pytest.raises(ReleaseRefused, match=r"release\.assessment"):
        checking.choose_assessment(release, desk.people.head, other)
    with pytest.raises(ReleaseRefused, match=r"release\.four_eyes"):
        checking.choose_assessment(release, desk.people.author, None)


@pytest.mark.parametrize(
    ("fields", "rule", "place"),
    [
        ({"informer": "甲"}, "gate.class_d", "/informer"),
        ({"goods": "机密：手表"}, "gate.secret", "/goods"),
        ({"memo": "TOP SECRET"}, "gate.secret", "/memo"),
        ({"goods": ""}, "gate.required", "/goods"),
        ({"items": "12"}, "gate.type", "/items"),
    ],
)
def test_what_only_the_author_can_mend_is_refused_at_once(
    desk: Desk, fields: dict[str, object], rule: str, place: str
) -> None:
    with pytest.raises(ReleaseRefused, match=r"release\.blocked") as error:
        desk.write(**fields)
    assert (rule, place) in places(error)
    assert not Release.objects.exists()


def test_a_mark_of_secrecy_cannot_be_waved_through(desk: Desk) -> None:
    release = desk.write()
    finding = ReleaseFinding(release=release, pointer="/goods", start=0, end=2, kind="secret_mark", text="机密")
    with pytest.raises(ReleaseRefused, match=r"release\.secret"):
        checking.resolve(finding, desk.people.head, "removed")


def test_no_value_of_a_field_not_allowed_is_in_what_the_peer_opens(desk: Desk) -> None:
    canary = "CANARY-51f0"
    release = desk.write(persons=canary, note=canary, deep={"goods": [canary]}, created_by=canary)
    fields = desk.send(release)
    assert set(fields) == {"goods", "items"}
    assert canary not in repr(fields)


def test_an_unviewed_picture_blocks(desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    paper.pictures.append(photo(desk))
    release = desk.submit(paper)
    assert desk.blocked(release) == []
    assert [image.number for image in preview(release, desk.people.head).unseen] == [0]
    image = release.images.get()
    checking.looked_at(image, desk.people.head)
    checking.set_boxes(image, desk.people.head, [{"x": 1, "y": 1, "width": 9, "height": 9, "kind": "face"}])
    assert preview(release, desk.people.head).unseen  # the boxes changed: look again


def test_boxes_are_burnt_into_what_leaves_and_the_original_stays(desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    paper.pictures += [photo(desk), photo(desk, "第二张")]
    release = desk.submit(paper)
    first, second = release.images.all()
    checking.set_boxes(first, desk.people.head, [{"x": -5, "y": 10, "width": 105, "height": 50, "kind": "label"}])
    assert first.boxes == [{"x": 0, "y": 10, "width": 100, "height": 50, "kind": "label"}]
    checking.looked_at(first, desk.people.head)
    checking.set_sent(second, desk.people.head, send=False)
    before = content_of(first.source)
    desk.send(release)
    first.refresh_from_db()
    assert first.burnt is not None
    assert content_of(first.source) == before != content_of(first.burnt)
    with Image.open(io.BytesIO(content_of(first.burnt))) as burnt:
        assert burnt.crop((0, 10, 100, 60)).getextrema() == ((0, 0), (0, 0), (0, 0))
    release.refresh_from_db()
    assert release.manifest is not None
    assert [one["sha256"] for one in release.manifest["files"]] == [first.burnt.sha256]


def test_the_peer_gets_files_under_their_cleared_captions(desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    paper.pictures += [photo(desk, f"司机{ID}"), photo(desk, "")]
    release = desk.submit(paper)
    for image in release.images.all():
        checking.looked_at(image, desk.people.head)
    assert desk.blocked(release) == [("gate.finding", "/_pictures/0/caption")]
    checking.resolve(release.findings.get(), desk.people.head, "removed")
    desk.send(release)
    release.refresh_from_db()
    assert release.entry is not None
    assert [file.name for file in opened(desk.peer, release.entry).files] == ["司机.png", "2.png"]


def test_a_finding_in_the_caption_of_a_picture_not_sent_does_not_block(desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    paper.pictures += [photo(desk, f"司机{ID}")]
    release = desk.submit(paper)
    checking.set_sent(release.images.get(), desk.people.head, send=False)
    assert desk.send(release) == {"goods": "手表三批", "items": 1200}


def test_boxes_outside_the_picture_or_of_no_kind_are_refused(desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    paper.pictures.append(photo(desk))
    image = desk.submit(paper).images.get()
    box = {"x": 700, "y": 1, "width": 9, "height": 9, "kind": "face"}
    with pytest.raises(FileRefused):
        checking.set_boxes(image, desk.people.head, [box])
    with pytest.raises(ReleaseRefused, match=r"release\.boxes"):
        checking.set_boxes(image, desk.people.head, [box | {"kind": "hat"}])


def test_the_author_changes_nothing_after_the_first_signature(desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    paper.pictures.append(photo(desk))
    release = desk.submit(paper)
    image = release.images.get()
    checking.set_boxes(image, desk.people.author, [{"x": 1, "y": 1, "width": 9, "height": 9, "kind": "face"}])
    checking.looked_at(image, desk.people.head)
    actions.approve(release, desk.people.head)
    with pytest.raises(ReleaseRefused, match=r"release\.not_yours"):
        checking.set_boxes(image, desk.people.author, [])
    with pytest.raises(ReleaseRefused, match=r"release\.not_yours"):
        checking.set_sent(image, desk.people.stranger, send=False)


def test_pictures_follow_the_draft(desk: Desk) -> None:
    paper = desk.papers.write(desk.people.author)
    paper.pictures += [photo(desk, "甲"), photo(desk, "乙")]
    release = desk.submit(paper)
    paper.pictures.pop(0)
    actions.refresh("paper", paper.id)
    kept = ReleaseImage.objects.get(release=release)
    assert (kept.number, kept.caption) == (0, "乙")
