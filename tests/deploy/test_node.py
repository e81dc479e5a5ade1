"""What a node is on disk, and what each of its processes is told."""

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yuegang.base.embedded import Server
from yuegang.deploy import doctor, provision, roles
from yuegang.deploy.demo.show import forget
from yuegang.deploy.node import MANAGE, Home, Node, NodeError, take_option, write_private
from yuegang.deploy.roles import ZONES, new_passwords

PORTS = {"office": 1, "portal": 2, "exchange": 3}


@pytest.fixture
def node(tmp_path: Path, database_server: Server) -> Node:
    found = Node(tmp_path / "nodes" / "gd-customs", "gd-customs", PORTS)
    found.make_folders()
    found.save()
    found.write_database_urls(database_server, new_passwords())
    return found


def test_a_node_is_read_back_as_it_was_written(node: Node, tmp_path: Path) -> None:
    assert Node.load(node.folder) == node
    assert Home(tmp_path).nodes() == [node]
    assert Home(tmp_path).node("gd-customs") == node
    with pytest.raises(NodeError, match="no node hk-customs"):
        Home(tmp_path).node("hk-customs")


def test_node_json_holds_no_secret(node: Node) -> None:
    assert set(json.loads((node.folder / "node.json").read_text())) == {
        "folder",
        "code",
        "ports",
        "host",
        "scheme",
        "is_closed",
    }


def test_secrets_differ_by_zone_and_stay(node: Node) -> None:
    keys = {zone: node.secret(zone, "secret_key").read_text() for zone in (*ZONES, MANAGE)}
    assert len(set(keys.values())) == len(keys)
    node.make_folders()
    assert keys == {zone: node.secret(zone, "secret_key").read_text() for zone in keys}


def test_a_process_inherits_nothing_that_is_not_listed(node: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/x")
    monkeypatch.setenv("AWS_SECRET", "x")
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    told = node.environment("portal")
    assert "DATABASE_URL" not in told and "AWS_SECRET" not in told and "SECOND_FACTOR_KEY_FILE" not in told
    assert told["LOG_LEVEL"] == "INFO" and told["ZONE"] == "portal"


def test_a_server_of_the_operator_s_is_noticed(node: Node, tmp_path: Path) -> None:
    assert not node.has_own_server and Home(tmp_path).needs_server
    write_private(node.secret(MANAGE, "database_url"), "postgresql://o:p@db.example/gd?sslmode=verify-full")
    assert node.has_own_server and not Home(tmp_path).needs_server


def test_ports_that_are_held_are_not_given_twice(tmp_path: Path) -> None:
    nodes = [Node(tmp_path / code, code, {}) for code in ("gd-customs", "hk-customs")]
    first, second = provision.give_ports(nodes), provision.give_ports(nodes)
    ports = [port for node in [*first, *second] for port in node.ports.values()]
    assert len(set(ports)) == 12
    assert not any(provision.is_free("127.0.0.1", port) for port in ports)


def test_a_node_s_ports_stay_while_they_are_free(tmp_path: Path) -> None:
    (once,) = provision.give_ports([Node(tmp_path, "gd-customs", {})])
    for holder in provision.HELD:
        holder.close()
    provision.HELD.clear()
    assert provision.give_ports([once]) == [once]
    (moved,) = provision.give_ports([once])
    assert not set(moved.ports.values()) & set(once.ports.values())


def test_a_database_whose_addresses_are_lost_is_not_taken_over(tmp_path: Path, database_server: Server) -> None:
    home, code = Home(tmp_path), "lost-node"
    with psycopg.connect(database_server.url(), autocommit=True) as superuser:
        roles.create_roles(superuser, roles.Names.of(code), {})
        roles.create_database(superuser, roles.Names.of(code))
    with pytest.raises(NodeError, match=r"holds a database lost_node .* \./run demo --fresh removes"):
        provision.prepare(home, database_server, [code], lambda line: None)


def test_a_fresh_demonstration_removes_the_database_its_folder_has_lost(tmp_path: Path) -> None:
    home = Home(tmp_path / "demo")
    place = home.server.place  # as after cloning anew: the database lies here or elsewhere, the nodes are gone
    place.data.mkdir(parents=True)
    forget(home)
    assert not place.home.exists()


def test_a_start_that_was_cut_off_goes_on(node: Node, database_server: Server, tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="upgrade failed"):  # no such node in the facts, but the database is made
        other = Node(Home(tmp_path).place("cut-off"), "cut-off", PORTS)
        other.make_folders()
        other.write_database_urls(database_server, new_passwords())
        provision.prepare(Home(tmp_path), database_server, ["cut-off"], lambda line: None)
    with psycopg.connect(other.secret("office", "database_url").read_text().strip()) as door:
        assert door.execute("select current_user").fetchone() == ("cut_off_office",)


def test_a_failing_task_says_its_node_and_last_line(node: Node) -> None:
    with pytest.raises(NodeError, match=r"gd-customs: no_such_command failed: .* \(all of it: log/failed.log\)"):
        provision.run_tasks([provision.Task(node, ("no_such_command",))])


def test_an_option_is_taken_out_of_the_words() -> None:
    assert take_option(["x", "--node", "hk", "y"], "--node") == (["x", "y"], "hk")
    assert take_option(["x"], "--node", "gd") == (["x"], "gd")
    with pytest.raises(NodeError, match="needs a value"):
        take_option(["--node"], "--node")


def test_a_look_of_the_doctor_that_fails_is_bad_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def database(home: Home) -> Iterator[doctor.Finding]:
        raise NodeError("the server does not start")
        yield doctor.Finding(True, "", "")  # a generator, as every look

    monkeypatch.setattr(doctor, "LOOKS", (database, doctor.python))
    assert doctor.doctor([]) == 1
    told = capsys.readouterr().out
    assert "BAD  database     the server does not start" in told and "Python" in told
    with pytest.raises(NodeError, match="takes no nonsense"):
        doctor.doctor(["nonsense"])


def test_the_doctor_finds_this_machine_durable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(tmp_path)
    found = [finding for look in doctor.LOOKS for finding in look(home)]
    durable = {finding.text for finding in found if finding.subject == "durability"}
    assert {"fsync on", "synchronous_commit on", "full_page_writes on", "data_checksums on"} <= durable
    assert {finding.subject for finding in found} >= {"Python", "PostgreSQL", "fonts", "ports", "clock", "disk"}
    assert not home.folder.joinpath("postgresql").exists()


def test_a_zone_s_settings_are_conveniences_only(node: Node, database_server: Server) -> None:
    with psycopg.connect(database_server.url(), autocommit=True) as superuser:
        names = node.names
        roles.create_roles(superuser, names, {"portal": "p"})
        row = superuser.execute("select rolconfig from pg_roles where rolname = %s", [names.role("portal")]).fetchone()
        assert row == (["statement_timeout=5s"],)
        row = superuser.execute("select rolcanlogin, rolsuper, rolinherit from pg_roles where rolname = %s",
                                [names.role("owner")]).fetchone()  # fmt: skip
        assert row == (True, False, False)
