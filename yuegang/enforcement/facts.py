"""The loaders of this room's fact files; settings.FACT_LOADERS names them in order."""

from collections.abc import Mapping

from yuegang.enforcement.models import Destination, GoodsCategory, HsChapter, ModusOperandi
from yuegang.parties.loading import LoadReport, Table, Values, load_table

NAMES = {"zh_hans": "name_zh_hans", "zh_hant": "name_zh_hant", "en": "name_en"}
TITLES = {"zh_hans": "title_zh_hans", "zh_hant": "title_zh_hant", "en": "title_en"}


def _columns(row: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    return {field: row[column] for field, column in columns.items()}


def _goods(row: Mapping[str, str]) -> Values:
    return {
        **_columns(row, NAMES),
        **{key: row[key] for key in ("code", "eu_code", "hs_chapters", "note", "source", "confidence")},
        "wco_term": row["wco_cen_term"],
        "mainland_bucket": row["china_customs_bucket"],
        "hk_press_term": row["hk_ced_press_term"],
    }


def _chapter(row: Mapping[str, str]) -> Values:
    return {
        **_columns(row, TITLES),
        **{key: row[key] for key in ("section", "source", "confidence")},
        "code": row["chapter"],
    }


def _modus(row: Mapping[str, str]) -> Values:
    plain = ("code", "group", "description", "indicators", "source", "confidence")
    return {**_columns(row, NAMES), **{key: row[key] for key in plain}}


def _destination(row: Mapping[str, str]) -> Values:
    return dict(row)


def load_goods() -> LoadReport:
    """Load the categories of goods."""
    return load_table(Table("goods_categories.csv", GoodsCategory, ("code",), _goods))


def load_chapters() -> LoadReport:
    """Load the chapters of the tariff."""
    return load_table(Table("hs_chapters.csv", HsChapter, ("code",), _chapter))


def load_modus_operandi() -> LoadReport:
    """Load the shared register of modus operandi."""
    return load_table(Table("modus_operandi.csv", ModusOperandi, ("code",), _modus))


def load_destinations() -> LoadReport:
    """Load the reviewed list of countries and territories goods go to."""
    return load_table(Table("destinations.csv", Destination, ("code",), _destination))
