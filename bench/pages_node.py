"""What the node of the pages bench does in its own process; see bench/pages.py."""

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench import pages_leads
from yuegang.accounts.models import Officer
from yuegang.accounts.testing import make_officer, signed_in
from yuegang.base.files.tests.samples import Upload, workbook
from yuegang.base.imports import actions, preview
from yuegang.deploy.demo.sheets import lead_sheet
from yuegang.enforcement.lead_import_columns import REFERENCE, TITLES
from yuegang.enforcement.models import Lead

LIST = {
    "list": "",
    "list, last page": "?page=99999",
    "list, page 1000": "?page=1000",
    "list, ours": "?show=ours",
    "list, due soon": "?show=due",
    "search, common word": "?q=LUMENDRA",
    "search, one container": "?q=YGDU+031415+5",
    "search, two words": "?q=%E9%B9%BD%E7%94%B0+%E6%89%8B%E8%A1%A8",
    "search, nothing found": "?q=no-such-thing",
    "search, deep page": "?q=LUMENDRA&page=100",
    "filter, status": "?status=closed",
    "filter, port and goods": "?loading_port=GD-YTN&goods_category=G05C",
    "filter, modus operandi": "?mo=CN-01",
    "filter, a month": "?since=2026-03-01&until=2026-03-31",
    **{f"sort by {way}{key}": f"?sort={way}{key}" for key in ("due", "number", "items", "released", "status", "goods")
       for way in ("", "-")},
    "sort by goods, page 1000": "?sort=goods&page=1000",
    "sort by -items, page 1000": "?sort=-items&page=1000",
}  # fmt: skip

COLUMNS = (
    "goods", "brand", "ip_type", "goods_category", "hs_code", "items", "quantity_unit", "value", "currency",
    "value_basis", "loading_port", "control_port", "destination", "movement", "conveyance", "to_unit",
    "consignor_name", "narrative",
)  # fmt: skip
HEAD: list[object] = [TITLES[REFERENCE][1], *(TITLES[name][1] for name in COLUMNS)]


@dataclass(frozen=True)
class Figures:
    """What asking one page many times cost, in milliseconds; cpu, database: processor time of a request."""

    name: str
    p50: float
    p95: float
    cold: float
    cpu: float
    database: float
    queries: int


def prepare(leads: int) -> dict[str, Client]:
    """Make the node: tables, facts, officers, leads; return a signed-in client for each kind of reader."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_facts", quiet=True, stdout=io.StringIO())
    officers = {
        "agency": make_officer("bench.officer", unit_code="CUS-53/GEN", roles=("officer",), language="zh-hans"),
        "liaison": make_officer("bench.liaison", unit_code="GACC-GD/GEN", roles=("liaison",), language="zh-hans"),
    }
    pages_leads.fill(leads)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    return {kind: signed_in(officer) for kind, officer in officers.items()}


def database_ms(server: int) -> float:
    """Return the processor time of the server's living sessions so far (Linux; elsewhere 0); server: its process."""
    children = Path(f"/proc/{server}/task/{server}/children")
    if not children.exists():
        return 0.0
    spent = 0
    for process in children.read_text().split():
        with contextlib.suppress(OSError):  # it has just ended
            spent += int(Path(f"/proc/{process}/schedstat").read_text().split()[0])  # nanoseconds
    return spent / 1e6


def ask(client: Client, name: str, path: str, rounds: int, server: int) -> Figures:
    """Return what a page costs this reader: cold, then warm."""
    cold = max(_timed(lambda: _page(client, path), forget=True)[0] for _round in range(2))
    asked: list[str] = []
    with connection.execute_wrapper(_noting(asked)):
        _page(client, path)
    before = database_ms(server)
    taken = [_timed(lambda: _page(client, path)) for _round in range(rounds)]
    database = (database_ms(server) - before) / rounds
    wall = sorted(one[0] for one in taken)
    cpu = sorted(one[1] for one in taken)
    return Figures(name, wall[rounds // 2], wall[int(rounds * 0.95)], cold, cpu[rounds // 2], database, len(asked))


def _noting(asked: list[str]) -> Callable[..., Any]:  # Any: Django's signature
    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # Any: as above
        asked.append(sql)
        return execute(sql, *rest)

    return note


def _timed(work: Callable[[], None], *, forget: bool = False) -> tuple[float, float]:
    if forget:
        cache.clear()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def _page(client: Client, path: str) -> None:
    answer = client.get(path, headers={"host": "localhost"})
    if answer.status_code != 200:
        raise SystemExit(f"bench: {path} answered {answer.status_code}")


def preview_seconds(rows: int) -> tuple[float, int]:
    """Return how long it takes from the bytes of a workbook of so many leads to judged rows, and how many are new."""
    officer = Officer.objects.get(username="bench.officer")
    content = workbook([HEAD, *(_cells(number) for number in range(rows))])
    began = time.perf_counter()
    run = actions.upload("lead", Upload(content, "leads.xlsx"), officer)
    preview.preview(run, officer)
    return time.perf_counter() - began, int(run.counts["new"])


def _cells(number: int) -> list[object]:
    """Return a row of the workbook with the columns officers fill in most."""
    facts = lead_sheet(number, *pages_leads.NODES)
    return [f"SZ-{number:05d}", *(_plain(facts[name]) for name in COLUMNS)]


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


def show(figures: Sequence[Figures]) -> None:
    """Print the table."""
    print(f"{'page':<34}{'p50 ms':>8}{'p95 ms':>8}{'cold ms':>9}{'cpu ms':>8}{'db cpu':>8}{'queries':>9}")
    for one in figures:
        print(
            f"{one.name:<34}{one.p50:8.0f}{one.p95:8.0f}{one.cold:9.0f}{one.cpu:8.0f}{one.database:8.0f}{one.queries:9d}"
        )


def main() -> None:
    """Make the node, ask every page, preview the workbook; print a table and one JSON line."""
    options = json.loads(sys.argv[1])
    clients = prepare(options["leads"])
    paths = {f"{kind}: {name}": (client, "/leads/" + query) for kind, client in clients.items()
             for name, query in LIST.items()}  # fmt: skip
    newest = Lead.objects.filter(status="sent", own_agency="CUS-53").latest("released_at")
    for kind, client in clients.items():
        paths[f"{kind}: lead page"] = (client, f"/leads/{newest.pk}/")
        paths[f"{kind}: today"] = (client, "/")
    rounds, server = options["rounds"], options["server"]
    measured = [ask(client, name, path, rounds, server) for name, (client, path) in paths.items()]
    show(measured)
    seconds, new = preview_seconds(options["rows"])
    print(f"preview of {options['rows']} rows: {seconds:.1f} s, {new} new")
    listed = [one for one in measured if "page" not in one.name.split(": ")[1][:9] and "today" not in one.name]
    summary: dict[str, object] = {
        "leads": options["leads"],
        "list_p95_ms": round(max(one.p95 for one in listed)),
        "list_cold_ms": round(max(one.cold for one in listed)),
        "list_cpu_ms": round(max(one.cpu + one.database for one in listed)),
        "list_queries": max(one.queries for one in listed),
        "preview_rows": options["rows"],
        "preview_s": round(seconds, 1),
        "pages": [asdict(one) for one in measured],
    }
    print(json.dumps(summary))
