"""Pages of parcels: who may carry, what they show, what an upload must be."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yuegang.base import jobs
from yuegang.base.models import JobProgress
from yuegang.exchange import sealer
from yuegang.exchange.carriage.models import Parcel
from yuegang.exchange.carriage.tests.conftest import Pack
from yuegang.exchange.carriage.volumes import looks_like_one
from yuegang.exchange.keystore import Keystore
from yuegang.exchange.models import Channel
from yuegang.exchange.tests.notes import NoteHandler
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_channel_page import SignIn, text
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db
PAGE = "/parcels/hk-customs/"
ALL = {"content": "unconfirmed", "limit": str(100 * 2**20)}


def run_jobs() -> None:
    for job in JobProgress.objects.filter(state="queued"):
        jobs.run(job.pk)


def made(client: Client, **changes: str) -> Parcel:
    assert client.post(f"{PAGE}make/", {**ALL, **changes}).status_code == 302
    run_jobs()
    return Parcel.objects.filter(is_outgoing=True).order_by("-made_at")[0]


@pytest.mark.parametrize(("role", "reads"), [("liaison", 200), ("auditor", 200), ("officer", 404)])
def test_readers_look_and_only_a_liaison_officer_carries(sign_in: SignIn, role: str, reads: int) -> None:
    client = sign_in(role)
    assert client.get(PAGE).status_code == reads
    assert client.post(f"{PAGE}make/", ALL).status_code == (302 if role == "liaison" else 404)
    assert client.post(f"{PAGE}take/").status_code == (200 if role == "liaison" else 404)


def test_a_parcel_is_made_shown_downloaded_and_printed(sign_in: SignIn, channel: Channel, keystore: Keystore) -> None:
    queue(2)
    sealer.seal_channel(channel, keystore)
    client = sign_in("liaison")
    parcel = made(client)
    shown = text(client.get(f"/parcels/each/{parcel.pk}/"))
    assert "gd-customs..hk-customs.0000000001-0000000002.tar" in shown
    assert "Parcel to hk" in shown
    volume = b"".join(client.get(f"/parcels/each/{parcel.pk}/volumes/1/").streaming_content)  # type: ignore[attr-defined]  # a streamed answer
    assert looks_like_one(volume[:512])
    assert client.get(f"/parcels/each/{parcel.pk}/volumes/2/").status_code == 404
    for language in ("en", "zh-hans", "zh-hant"):
        sheet = client.get(f"/parcels/each/{parcel.pk}/cover/", headers={"accept-language": language})
        assert sheet.content.startswith(b"%PDF")
    assert (made(client, content="new").entries, made(client).entries) == (0, 2)


def test_an_upload_is_taken_in_and_its_parcel_says_what_it_brought(
    sign_in: SignIn, peer: Peer, notes: NoteHandler, pack: Pack
) -> None:
    peer.send("note", {"text": "canary"})
    client = sign_in("liaison")
    with pack().open("rb") as volume:
        assert client.post(f"{PAGE}take/", {"volume": volume}).status_code == 302
    run_jobs()
    parcel = Parcel.objects.get(is_outgoing=False)
    assert (parcel.state, parcel.taken, parcel.first, parcel.last) == ("taken", 1, 1, 1)
    shown = text(client.get(f"/parcels/each/{parcel.pk}/")) + text(client.get(PAGE))
    assert "Taken in" in shown
    assert "canary" not in shown


def test_a_gap_is_told_with_the_name_of_the_missing_volume(
    sign_in: SignIn, peer: Peer, notes: NoteHandler, pack: Pack
) -> None:
    for number in range(3):
        peer.send("note", {"text": str(number)})
    client = sign_in("liaison")
    with pack(2).open("rb") as volume:
        client.post(f"{PAGE}take/", {"volume": volume})
    run_jobs()
    shown = text(client.get(f"/parcels/each/{Parcel.objects.get().pk}/"))
    assert "Entry 1 was expected, 3 was found" in shown
    assert "hk-customs..gd-customs.0000000001" in shown


def test_what_is_no_volume_is_not_kept(sign_in: SignIn, settings: object, tmp_path: Path) -> None:
    client = sign_in("liaison")
    upload = SimpleUploadedFile("../../a.tar", b"no archive")
    assert "not a volume" in text(client.post(f"{PAGE}take/", {"volume": upload}))
    assert not Parcel.objects.exists()
    assert list((tmp_path / "files" / "carriage").iterdir()) == []


def test_what_the_other_side_confirmed_needs_no_medium(
    sign_in: SignIn, peer: Peer, channel: Channel, keystore: Keystore, pack: Pack
) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    client = sign_in("liaison")
    parcel = made(client)
    Channel.objects.update(peer_has=1)
    with pack().open("rb") as volume:
        client.post(f"{PAGE}take/", {"volume": volume})
    run_jobs()
    parcel.refresh_from_db()
    assert parcel.state == "arrived"
    assert client.get(f"/parcels/each/{parcel.pk}/volumes/1/").status_code == 404


def test_a_strange_parcel_is_absent(sign_in: SignIn, peer: Peer) -> None:
    strange = "00000000-0000-4000-8000-000000000000"
    assert sign_in("liaison").get(f"/parcels/each/{strange}/").status_code == 404
    assert sign_in("auditor").get("/parcels/mo-customs/").status_code == 404
