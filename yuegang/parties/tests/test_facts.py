from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from yuegang.parties import access, loading
from yuegang.parties.facts import load_agencies, load_agency_names, load_nodes, load_ports, load_sides, load_units
from yuegang.parties.loading import FactError, LoadReport, Table, load_table
from yuegang.parties.models import Port, Side, Unit

pytestmark = pytest.mark.django_db


def load_all() -> list[LoadReport]:
    loaders = (load_sides, load_nodes, load_agencies, load_agency_names, load_units, load_ports)
    return [loader() for loader in loaders]


def test_loading_twice_changes_nothing() -> None:
    first = load_all()
    assert not [report.refused for report in first if report.refused]
    assert sum(report.new for report in first) > 180
    second = load_all()
    assert sum(report.new + report.changed for report in second) == 0
    assert sum(report.same for report in second) == sum(report.new for report in first)


@pytest.mark.parametrize(
    ("day", "short", "full"),
    [
        (date(2017, 11, 18), "广东省工商局", "广东省工商行政管理局"),
        (date(2018, 9, 30), "广东省工商局", "广东省工商行政管理局"),
        (date(2018, 10, 1), "广东省市场监督管理局（知识产权局）", "广东省市场监督管理局（广东省知识产权局）"),
        (date(2026, 11, 23), "广东省市场监督管理局（知识产权局）", "广东省市场监督管理局（广东省知识产权局）"),
    ],
)
def test_an_agency_bears_the_name_of_the_day(day: date, short: str, full: str) -> None:
    load_all()
    office = access.agency("GD-AIC")
    assert office.short("zh-hans", day) == short
    assert office.name("zh-hans", day) == full


@pytest.mark.parametrize(
    "text", ["广东省工商局", "廣東省工商局", "广东省市场监督管理局", "廣東省市場監督管理局", "guangdong aic", "ＡＩＣ"]
)
def test_a_search_for_any_name_in_any_script_finds_the_agency(text: str) -> None:
    load_all()
    assert "GD-AIC" in {agency.code for agency in access.agencies_matching(text)}


@pytest.mark.parametrize("text", ["", "  ", "（）", "%", "_"])
def test_a_search_for_nothing_finds_nothing(text: str) -> None:
    load_all()
    assert not access.agencies_matching(text)
    assert not access.ports_matching(text)


def test_ports_are_known_by_the_time_they_are_in_use() -> None:
    load_all()
    assert "HK-HZMB" not in {port.code for port in access.ports(on=date(2018, 1, 1))}
    assert "HK-HZMB" in {port.code for port in access.ports(on=date(2018, 10, 24), side="hk")}
    assert access.port("HK-HZMB") is not None
    assert access.port("XX") is None
    assert "GD-YTN" in {port.code for port in access.ports_matching("鹽田")}


def test_every_district_has_a_unit_on_its_node_and_calendar() -> None:
    load_all()
    units = {unit.code: unit for unit in access.units(node="gd-customs")}
    assert len(units) == 8
    assert units["CUS-53/GEN"].short("zh-hant") == "深圳海關"
    assert units["CUS-53/GEN"].calendar == "CN"
    assert access.liaison_unit("gd-customs").code == "GACC-GD/GEN"
    assert access.liaison_unit("hk-customs").code == "HK-CED/IPIB"
    assert access.own_node().is_self
    assert next(node.code for node in access.peers()) == "gd-amr"


def test_a_wrong_line_is_refused_by_its_number_and_the_rest_is_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    head = "code,side,name_zh_hans,name_zh_hant,name_en,type,traffic,counterpart,authority,valid_from,valid_to,status,"
    head += "source,confidence\n"
    good = "HK-A,HK,甲,甲,A,land,cargo,,,2020-01-01,,open,press,high\n"
    bad = "HK-B,XX,乙,乙,B,land,cargo,,,,,open,press,high\nHK-C,HK,丙,丙,C,land,cargo,,,1.5.2020,,open,press,high\n"
    late = "HK-D,HK,丁,丁,D,land,cargo,,,2021-01-01,2020-01-01,open,press,high\n"
    load_sides()
    monkeypatch.setattr(loading, "FACTS", tmp_path)
    (tmp_path / "ports.csv").write_text(head + good + bad + late, encoding="utf-8")
    report = load_ports()
    assert (report.new, [line for line, _rule in report.refused]) == (1, [3, 4, 5])
    rules = [rule for _line, rule in report.refused]
    assert rules[0].startswith("side.unknown") and rules[1].startswith("date.form") and "opens" in rules[2]
    assert Port.objects.count() == 1


def test_a_changed_fact_is_changed_once() -> None:
    load_all()
    Side.objects.filter(code="hk").update(en="Elsewhere")
    assert load_sides().changed == 1
    assert Side.objects.get(code="hk").en == "Hong Kong"


def test_a_missing_column_is_named() -> None:
    def read(row: object) -> dict[str, str]:
        raise FactError("columns.missing: code")

    report = load_table(Table("sides.csv", Unit, ("code",), read))
    assert report.refused[0] == (2, "columns.missing: code")


def test_the_command_reports_every_table(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.FACT_LOADERS = ["yuegang.parties.facts.load_sides"]
    call_command("load_facts")
    assert "parties.Side: 4 new, 0 changed, 0 same, 0 refused" in capsys.readouterr().out
    call_command("load_facts", "--quiet")
    assert capsys.readouterr().out == ""
    settings.FACT_LOADERS = ["yuegang.parties.facts.load_nodes", "yuegang.parties.facts.load_units"]
    with pytest.raises(CommandError, match="refused"):
        call_command("load_facts")
    assert "parties.Unit line 2 refused: agency.unknown" in capsys.readouterr().err
