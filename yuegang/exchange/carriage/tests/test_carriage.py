"""What travels on a medium: the same bytes, in order, once, and nothing else."""

import io
import tarfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from yuegang.exchange import blobs, sealer
from yuegang.exchange.bodies import FileKey
from yuegang.exchange.carriage.making import write_volumes
from yuegang.exchange.carriage.taking import Taken, take_volume
from yuegang.exchange.carriage.tests.conftest import Pack
from yuegang.exchange.carriage.volumes import Writer
from yuegang.exchange.keystore import Keystore, own_keystore
from yuegang.exchange.models import Channel, InboxEntry, OutboxEntry
from yuegang.exchange.segments import segment_for
from yuegang.exchange.tests.notes import NoteHandler
from yuegang.exchange.tests.peer import Peer
from yuegang.exchange.tests.test_sealer import queue

pytestmark = pytest.mark.django_db
GREAT = 2**30


def taken(channel: Channel, path: Path) -> Taken:
    found = take_volume(channel, path, own_keystore().load(), path.with_name("scratch"))
    channel.refresh_from_db()
    return found


def send(peer: Peer, count: int) -> None:
    for number in range(count):
        peer.send("note", {"text": str(number)})


def test_a_segment_on_a_medium_is_the_answer_over_the_line(
    channel: Channel, keystore: Keystore, tmp_path: Path
) -> None:
    queue(3)
    sealer.seal_channel(channel, keystore)
    made = write_volumes(channel, 0, GREAT, tmp_path)
    with tarfile.open(tmp_path / made.volumes[0].name) as archive:
        [member] = archive.getmembers()
        source = archive.extractfile(member)
        assert source is not None
        assert source.read() == segment_for(channel, after=0, limit=1000)
    assert (made.entries, made.volumes[0].first, made.volumes[0].last, made.head_size) == (3, 1, 3, 3)
    again = write_volumes(channel, 0, GREAT, tmp_path)
    assert again.volumes == made.volumes


def test_a_parcel_is_split_by_size_and_every_volume_continues_the_last(
    channel: Channel, keystore: Keystore, tmp_path: Path
) -> None:
    queue(5)
    sealer.seal_channel(channel, keystore)
    made = write_volumes(channel, 0, 4_000, tmp_path)
    assert len(made.volumes) > 1
    assert [volume.first for volume in made.volumes[1:]] == [volume.last + 1 for volume in made.volumes[:-1]]
    assert (made.volumes[0].first, made.volumes[-1].last, made.entries) == (1, 5, 5)


def test_a_volume_is_applied_and_receipted_and_again_changes_nothing(
    peer: Peer, channel: Channel, notes: NoteHandler, pack: Pack
) -> None:
    send(peer, 3)
    found = taken(channel, pack())
    assert (found.rule, found.entries, found.taken, channel.cursor) == ("", 3, 3, 3)
    again = taken(channel, pack())
    assert (again.rule, again.taken, len(notes.received)) == ("", 0, 3)
    assert OutboxEntry.objects.filter(kind="receipt").count() == 1


def test_a_missing_volume_is_named_by_the_entry_expected_and_found(
    peer: Peer, channel: Channel, notes: NoteHandler, pack: Pack
) -> None:
    send(peer, 6)
    assert taken(channel, pack(0, 2)).taken == 2
    found = taken(channel, pack(4))
    assert (found.rule, found.expected, found.found, channel.cursor) == ("batch.gap", 3, 5, 2)
    assert taken(channel, pack(2, 4)).taken == 2
    assert taken(channel, pack(4)).taken == 2


def test_a_cut_copy_gives_what_is_whole_and_a_second_copy_the_rest(
    peer: Peer, channel: Channel, notes: NoteHandler, tmp_path: Path
) -> None:
    send(peer, 2)
    writer = Writer(tmp_path / "medium", "hk-customs..gd-customs")
    whole = peer.segment().splitlines(keepends=True)
    writer.add_segment(1, whole[0] + whole[-1])
    writer.add_segment(2, whole[1] + whole[-1])
    path = writer.path.with_name(writer.close(1, 2).name)
    cut = tmp_path / "cut.tar"
    cut.write_bytes(path.read_bytes()[: tarfile.BLOCKSIZE * 2 + len(whole[0] + whole[-1]) + 700])
    found = taken(channel, cut)
    assert (found.rule, found.taken, channel.cursor) == ("volume.cut", 1, 1)
    assert (taken(channel, path).taken, channel.cursor) == (1, 2)


@pytest.mark.usefixtures("notes")
@pytest.mark.parametrize("is_late", [False, True])
def test_files_travel_with_their_entries_or_on_a_second_medium(
    peer: Peer, channel: Channel, pack: Pack, tmp_path: Path, is_late: bool
) -> None:
    key = bytes(range(32))
    sealed = blobs.encrypt(b"%PDF-1.7 sample", key)
    digest = blobs.digest_bytes(sealed)
    (tmp_path / "blob").write_bytes(sealed)
    file = FileKey(digest, key.hex(), "application/pdf", "a.pdf", len(sealed))
    peer.send("note", {"text": "a"}, files=(file,))
    if is_late:
        assert taken(channel, pack()).rule == ""
        assert InboxEntry.objects.get().state == "waiting"
    found = taken(channel, pack(files={digest: tmp_path / "blob"}))
    assert (found.rule, found.blobs >= 1, blobs.path_of(digest).read_bytes()) == ("", True, sealed)
    assert InboxEntry.objects.get().state != "waiting"


def archive(tmp_path: Path, *members: tuple[str, bytes, bytes]) -> Path:
    path = tmp_path / "odd.tar"
    with tarfile.open(path, "w", format=tarfile.USTAR_FORMAT) as made:
        for name, content, kind in members:
            member = tarfile.TarInfo(name)
            member.size, member.type, member.linkname = len(content), kind, "/etc/passwd"
            made.addfile(member, io.BytesIO(content))
    return path


@pytest.mark.parametrize(
    ("member", "rule"),
    [
        (("../../outside", b"x", tarfile.REGTYPE), "volume.name"),
        (("/tmp/outside", b"x", tarfile.REGTYPE), "volume.name"),
        (("0000000001.ipx", b"", tarfile.SYMTYPE), "volume.name"),
        (("a" * 64, b"", tarfile.LNKTYPE), "volume.name"),
        (("a" * 64, b"another", tarfile.REGTYPE), "volume.blob"),
        (("0000000001.ipx", b"x", tarfile.REGTYPE), "segment.truncated"),
    ],
)
def test_tricks_with_names_and_types_are_refused(
    channel: Channel, tmp_path: Path, member: tuple[str, bytes, bytes], rule: str
) -> None:
    found = taken(channel, archive(tmp_path, member))
    assert (found.rule, channel.cursor) == (rule, 0)
    assert not (tmp_path / "outside").exists()


def test_what_is_no_archive_is_refused(channel: Channel, tmp_path: Path) -> None:
    (tmp_path / "a.tar").write_bytes(b"x" * 100)
    assert taken(channel, tmp_path / "a.tar").rule == "volume.form"


def test_a_volume_of_another_log_is_refused(channel: Channel, keystore: Keystore, tmp_path: Path) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    made = write_volumes(channel, 0, GREAT, tmp_path)
    assert taken(channel, tmp_path / made.volumes[0].name).rule == "volume.log"


@pytest.mark.usefixtures("notes")
def test_the_commands_do_the_same_as_the_pages(
    peer: Peer, channel: Channel, keystore: Keystore, pack: Pack, tmp_path: Path
) -> None:
    queue(1)
    sealer.seal_channel(channel, keystore)
    out = io.StringIO()
    call_command("make_parcel", "hk-customs", str(tmp_path / "out"), stdout=out)
    assert out.getvalue().startswith("gd-customs..hk-customs.0000000001-0000000001.tar ")
    send(peer, 3)
    call_command("take_parcel", "hk-customs", str(pack(0, 1)), stdout=out)
    with pytest.raises(CommandError, match="expected 2, found 3"):
        call_command("take_parcel", "hk-customs", str(pack(2)), stdout=out)
    for words in (("make_parcel", "mo-customs", str(tmp_path)), ("take_parcel", "mo-customs", "a")):
        with pytest.raises(CommandError):
            call_command(*words, stdout=out)
