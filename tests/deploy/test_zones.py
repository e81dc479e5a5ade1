"""The wrong doors of two running nodes: what a process could do with all that its environment holds."""

import os
import ssl
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.nodes import TwoNodes
from yuegang.deploy.node import MANAGE
from yuegang.deploy.roles import ZONES


def test_no_zone_is_told_another_s_secret(nodes: TwoNodes) -> None:
    for zone in ZONES:
        told = nodes.gd.node.environment(zone)
        assert ("KEYSTORE_DIR" in told) is (zone == "worker")
        for other in {*ZONES, MANAGE} - {zone}:
            assert f"secrets/{other}/" not in " ".join(told.values())


def test_the_portal_s_address_opens_neither_officers_nor_jobs(nodes: TwoNodes) -> None:
    url = nodes.gd.node.secret("portal", "database_url").read_text().strip()
    with psycopg.connect(url, autocommit=True) as door:
        assert door.execute("select current_user").fetchone() == ("gd_customs_portal",)
        for table in ("accounts_officer", "procrastinate_jobs", "audit_auditentry", "exchange_outboxentry"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                door.execute(f"select * from {table}".encode())


@pytest.mark.parametrize("role", ["gd_customs_office", "gd_customs_owner", "postgres", "hk_customs_office"])
def test_the_portal_s_password_opens_no_other_role(nodes: TwoNodes, role: str) -> None:
    url = nodes.gd.node.secret("portal", "database_url").read_text().strip()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace("gd_customs_portal", role))


def test_the_other_node_s_database_is_closed(nodes: TwoNodes) -> None:
    for zone in ZONES:
        url = nodes.gd.node.secret(zone, "database_url").read_text().strip()
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(url.replace("@/gd_customs", "@/hk_customs"))


def test_secrets_and_keys_are_closed_to_others(nodes: TwoNodes) -> None:
    folder = nodes.gd.node.folder
    private = [*(folder / "secrets").rglob("*"), *(folder / "keystore").rglob("*"), *(folder / "listener").rglob("*")]
    assert len(private) > 12
    assert [path for path in private if path.stat().st_mode & 0o077] == []


def test_portal_and_office_sessions_do_not_mix(nodes: TwoNodes) -> None:
    officer = nodes.gd.login("liang.qihang")
    names = {cookie.name for cookie in officer.cookies.jar}
    assert "gd-customs-office-session" in names
    answer = httpx.get(f"{nodes.gd.portal_url}/leads/", cookies=officer.cookies, trust_env=False)
    assert answer.status_code == 404


def test_every_page_carries_the_strict_policy(nodes: TwoNodes) -> None:
    for url in (f"{nodes.gd.office_url}/accounts/login/", f"{nodes.gd.portal_url}/zh-hans/"):
        policy = httpx.get(url, trust_env=False).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_the_listener_talks_to_the_peer_only(nodes: TwoNodes, tmp_path: Path) -> None:
    node = nodes.gd.node
    context = ssl.create_default_context(cafile=str(node.listener / "root.pem"))
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"{node.url('exchange')}/ipx/1/head", verify=context, trust_env=False)
    peer = nodes.hk.node.keystore / "tls"
    context.load_cert_chain(peer / "cert.pem", peer / "key.pem")
    answer = httpx.get(f"{node.url('exchange')}/ipx/1/head", verify=context, trust_env=False)
    assert answer.status_code >= 400  # the certificate alone signs no request


def test_a_web_process_reads_no_private_key(nodes: TwoNodes) -> None:
    kept = nodes.gd.programs["office"].process
    assert kept is not None
    environment = Path(f"/proc/{kept.pid}/environ")
    if not os.access(environment, os.R_OK):
        pytest.skip("this system shows no environment of a process")
    assert b"keystore" not in environment.read_bytes()
