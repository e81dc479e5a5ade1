"""The loaders of this room's facts; settings.FACT_LOADERS names them in order."""

from collections.abc import Mapping

from yuegang.parties.folding import fold_all
from yuegang.parties.loading import FactError, LoadReport, Table, Values, day, load_table
from yuegang.parties.models import Agency, AgencyName, Node, Port, Side, Unit
from yuegang.parties.names import LANGUAGES

NAMES = LANGUAGES
SHORT_NAMES = tuple(f"short_{language}" for language in LANGUAGES)


def _take(row: Mapping[str, str], *columns: str) -> dict[str, str]:
    missing = [column for column in columns if column not in row]
    if missing:
        raise FactError(f"columns.missing: {', '.join(missing)}")
    return {column: row[column] for column in columns}


def _known(model: type[Side] | type[Agency] | type[Node] | type[Unit], code: str) -> str:
    if not model.objects.filter(pk=code).exists():
        raise FactError(f"{model.__name__.lower()}.unknown: {code!r}")
    return code


def _side(row: Mapping[str, str]) -> Values:
    plain = _take(row, "code", "letter_zh_hans", "letter_zh_hant", "letter_en", *NAMES)
    return {**plain, "position": int(row["position"])}


def _node(row: Mapping[str, str]) -> Values:
    return {**_take(row, "code", *NAMES), "side_id": _known(Side, row["side"])}


def _agency(row: Mapping[str, str]) -> Values:
    plain = _take(
        row, "code", "role", "address_zh_hans", "address_zh_hant", "phone", "web", "email", "source", "confidence"
    )
    return {**plain, "side_id": _known(Side, row["side"].lower())}


def _agency_name(row: Mapping[str, str]) -> Values:
    return {
        **_take(row, "precision", "change", *NAMES, *SHORT_NAMES),
        "agency_id": _known(Agency, row["code"]),
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
    }


def _unit(row: Mapping[str, str]) -> Values:
    return {
        **_take(row, "code", "calendar", "source", "confidence", *NAMES, *SHORT_NAMES),
        "agency_id": _known(Agency, row["agency"]),
        "node_id": _known(Node, row["node"]) if row["node"] else None,
        "parent_id": _known(Unit, row["parent"]) if row["parent"] else None,
        "is_liaison": row["is_liaison"] == "yes",
    }


def _port(row: Mapping[str, str]) -> Values:
    names = {language: row[f"name_{language}"] for language in NAMES}
    return {
        **_take(row, "code", "type", "traffic", "status", "source", "confidence"),
        **names,
        "side_id": _known(Side, row["side"].lower()),
        "counterpart_code": row["counterpart"],
        "authority_code": row["authority"],
        "valid_from": day(row["valid_from"]),
        "valid_to": day(row["valid_to"]),
        "folded": fold_all(row["code"], *names.values()),
    }


def load_sides() -> LoadReport:
    """Load the sides of the co-operation."""
    return load_table(Table("sides.csv", Side, ("code",), _side))


def load_nodes() -> LoadReport:
    """Load the nodes that may take part."""
    return load_table(Table("nodes.csv", Node, ("code",), _node))


def load_agencies() -> LoadReport:
    """Load the agencies, without their names."""
    return load_table(Table("agencies.csv", Agency, ("code",), _agency))


def load_agency_names() -> LoadReport:
    """Load the names agencies bore in time, and the folded text a search reads."""
    report = load_table(Table("agency_names.csv", AgencyName, ("agency_id", "valid_from"), _agency_name))
    for agency in Agency.objects.prefetch_related("names"):
        names = [getattr(row, column) for row in agency.names.all() for column in (*NAMES, *SHORT_NAMES)]
        folded = fold_all(agency.code, *names)
        if folded != agency.folded:
            Agency.objects.filter(pk=agency.pk).update(folded=folded)
    return report


def load_units() -> LoadReport:
    """Load the units that send, release and answer."""
    return load_table(Table("units.csv", Unit, ("code",), _unit))


def load_ports() -> LoadReport:
    """Load the ports and control points with the time they are in use."""
    return load_table(Table("ports.csv", Port, ("code",), _port))
