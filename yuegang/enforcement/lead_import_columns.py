"""The columns of a workbook of leads (sheet of article 5): titles in three languages, class, parser, choices.

Natural persons (class C) and informers (class D) have no column: they are never taken from a workbook.
"""

from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.db.models import Model, TextChoices
from django.utils import translation

from yuegang.base import clock
from yuegang.base.imports import parsers
from yuegang.base.imports.kinds import LANGUAGES, Choice, Column
from yuegang.base.imports.parsers import Parser
from yuegang.enforcement.models import Destination, GoodsCategory, Handling
from yuegang.enforcement.models.lead_facts import (
    Conveyance,
    Currency,
    IpType,
    Movement,
    QuantityUnit,
    Urgency,
    ValueBasis,
)
from yuegang.parties import access as parties
from yuegang.rights.models import Right

REFERENCE = "reference"
MINUTE = 60  # seconds: ports, units and codes change by facts only

# key: class letter, titles in zh-Hans, zh-Hant (Hong Kong words) and English, other headers people use
TITLES: dict[str, tuple[str, str, str, str, tuple[str, ...]]] = {
    REFERENCE: ("", "本方编号", "本方編號", "Own reference", ("编号", "編號", "序号", "序號", "Reference")),
    "to_unit": ("A", "接收单位", "接收單位", "Receiving unit", ("To unit",)),
    "ip_type": ("A", "权利类型", "權利類別", "Kind of right", ("IP type",)),
    "right_text": ("A", "权利名称", "權利名稱", "Right", ()),
    "right_number": ("A", "权利号", "權利編號", "Number of the right", ("注册号", "註冊編號")),
    "right_jurisdiction": ("A", "权利所在地", "權利生效地", "Right in force in", ()),
    "brand": ("A", "商标", "商標", "Brand", ("品牌", "Trade mark")),
    "goods_category": ("A", "货物类别", "貨物類別", "Category of goods", ()),
    "goods": ("A", "品名", "品名", "Goods", ("货物", "貨物", "货品", "貨品")),
    "declared_goods": ("A", "申报品名", "申報品名", "Declared as", ()),
    "hs_code": ("A", "税号", "稅則編號", "HS code", ("HS编码", "HS編碼", "商品编码")),
    "lots": ("A", "批次", "批次", "Lots", ()),
    "cases": ("A", "宗数", "宗數", "Cases", ()),
    "items": ("A", "件数", "件數", "Items", ("Pieces",)),
    "quantity_unit": ("A", "计数单位", "計數單位", "Counted in", ()),
    "value": ("A", "价值", "價值", "Value", ("货值", "申报价值", "申報價值")),
    "currency": ("A", "币种", "貨幣", "Currency", ()),
    "value_basis": ("A", "价值依据", "價值依據", "Basis of the value", ()),
    "origin_place": ("A", "货源地", "貨源地", "Place of origin", ()),
    "loading_port": ("A", "启运口岸", "啟運口岸", "Loading port", ()),
    "control_port": ("A", "查验口岸", "管制站", "Control point", ("查驗口岸",)),
    "destination": ("A", "目的地（国家/地区）", "目的地（國家/地區）", "Destination (country or territory)",
                    ("目的地", "国家/地区", "國家/地區", "Destination")),
    "movement": ("A", "运输性质", "運輸性質", "Movement", ()),
    "conveyance": ("A", "运输方式", "運輸方式", "Conveyance", ("渠道", "Channel")),
    "expected_on": ("A", "预计日期", "預計日期", "Expected on", ()),
    "vehicle": ("B", "车牌", "車牌", "Vehicle", ("车辆", "車輛")),
    "container": ("B", "集装箱号", "貨櫃編號", "Container", ()),
    "waybill": ("B", "运单号", "運單號", "Waybill", ()),
    "document_number": ("B", "单证号", "單證編號", "Document number", ()),
    "consignor_name": ("B", "发货企业", "發貨公司", "Consignor (firm)", ("发货人", "發貨人", "Consignor")),
    "consignor_address": ("B", "发货企业地址", "發貨公司地址", "Consignor's address", ()),
    "consignee_name": ("B", "收货企业", "收貨公司", "Consignee (firm)", ("收货人", "收貨人", "Consignee")),
    "consignee_address": ("B", "收货企业地址", "收貨公司地址", "Consignee's address", ()),
    "narrative": ("A", "情况说明", "情況說明", "Narrative", ("备注", "備註", "Remark")),
    "source_reliability": ("A", "来源可靠度", "來源可靠度", "Reliability of the source", ()),
    "info_credibility": ("A", "信息可信度", "資料可信度", "Credibility of the information", ()),
    "caveat": ("A", "使用限制", "使用限制", "Caveat", ()),
    "urgency": ("A", "紧急程度", "緊急程度", "Urgency", ()),
    "expires_on": ("A", "有效期至", "有效期至", "Expires on", ()),
    "marking": ("A", "分享标记", "分享標記", "Handling mark", ("TLP",)),
}  # fmt: skip

TEXTS = {
    REFERENCE: 60, "right_text": 200, "right_number": 40, "brand": 120, "goods": 200, "declared_goods": 200,
    "origin_place": 120, "vehicle": 80, "container": 80, "waybill": 80, "document_number": 80, "consignor_name": 160,
    "consignor_address": 300, "consignee_name": 160, "consignee_address": 300, "narrative": 4000, "caveat": 300,
}  # fmt: skip
NUMBERS = ("lots", "cases", "items", "value")
DAYS = ("expected_on", "expires_on")
LISTS: dict[str, type[TextChoices]] = {
    "ip_type": IpType, "quantity_unit": QuantityUnit, "currency": Currency, "value_basis": ValueBasis,
    "movement": Movement, "conveyance": Conveyance, "urgency": Urgency, "marking": Handling,
    "right_jurisdiction": Right.Jurisdiction,
}  # fmt: skip
HELP: dict[str, tuple[str, str, str]] = {
    REFERENCE: (
        "本方自己的编号，用来识别同一条线索：再次导入时更新，不重复。不会发给对方。",
        "本方自己的編號，用來識別同一條線索：再次匯入時更新，不會重複。不會傳送給對方。",
        "Your own reference; the same one again updates the lead and makes no second. It never crosses.",
    ),
    "value": (
        "最多两位小数；须同时填币种和价值依据。",
        "最多兩位小數；須同時填寫貨幣及價值依據。",
        "At most two decimals; needs its currency and its basis.",
    ),
    "expected_on": ("写作 2026-11-23。", "寫作 2026-11-23。", "Written as 2026-11-23."),
    "hs_code": ("4、6、8 或 10 位数字。", "4、6、8 或 10 位數字。", "4, 6, 8 or 10 digits."),
    "narrative": (
        "请勿填写自然人信息或带密级的内容。",
        "請勿填寫自然人資料或有保密等級的內容。",
        "No data of natural persons, nothing that carries a secrecy mark.",
    ),
}
EXAMPLES = {
    REFERENCE: "SZ-2026-1180", "brand": "LUMENDRA", "hs_code": "851830", "items": "24", "value": "1180.00",
    "expected_on": "2026-11-18", "waybill": "YD00041701",
}  # fmt: skip


def columns() -> tuple[Column, ...]:
    """Return the columns with today's lists of units, ports, goods and destinations."""
    return _columns(settings.NODE_CODE, int(clock.now().timestamp()) // MINUTE)


@lru_cache(maxsize=4)
def _columns(node: str, minute: int) -> tuple[Column, ...]:
    lists = {key: _labels(choices) for key, choices in LISTS.items()} | {
        "to_unit": _named(parties.units().exclude(node=node).exclude(node=None), "short"),
        "goods_category": _named(GoodsCategory.objects.filter(is_retired=False).order_by("code"), "name"),
        "loading_port": _named(parties.all_ports(), "name"),
        "control_port": _named(parties.all_ports(), "name"),
        "destination": _named(Destination.objects.order_by("en"), "short"),
        "source_reliability": tuple(Choice(code, dict.fromkeys(LANGUAGES, code)) for code in "ABCDEF"),
        "info_credibility": tuple(Choice(code, dict.fromkeys(LANGUAGES, code)) for code in "123456"),
    }
    return tuple(_column(key, lists.get(key, ())) for key in TITLES)


def _column(key: str, choices: tuple[Choice, ...]) -> Column:
    letter, hans, hant, english, also = TITLES[key]
    return Column(
        key=key,
        titles={"zh-hans": hans, "zh-hant": hant, "en": english},
        parse=_parser(key, choices),
        required=key == REFERENCE,
        letter=letter,
        help=dict(zip(LANGUAGES, HELP.get(key, ("", "", "")), strict=True)),
        example=dict.fromkeys(LANGUAGES, EXAMPLES.get(key, "")),
        choices=choices,
        also=also,
        is_number=key in NUMBERS,
    )


def _parser(key: str, choices: tuple[Choice, ...]) -> Parser:
    if choices:
        return parsers.one_of(choices)
    if key == "value":
        return parsers.amount
    if key == "hs_code":
        return parsers.pattern(r"(\d{4}|\d{6}|\d{8}|\d{10})", "851830")
    if key in NUMBERS:
        return parsers.whole_number
    return parsers.day if key in DAYS else parsers.text(TEXTS[key])


def _labels(choices: type[TextChoices]) -> tuple[Choice, ...]:
    labels = {language: dict(_translated(choices, language)) for language in LANGUAGES}
    return tuple(Choice(code, {language: labels[language][code] for language in LANGUAGES}) for code in choices.values)


def _translated(choices: type[TextChoices], language: str) -> list[tuple[str, str]]:
    with translation.override(language):
        return [(str(code), str(label)) for code, label in choices.choices]


def _named(rows: Iterable[Model], method: str) -> tuple[Choice, ...]:
    """Return rows of coded names as choices; method: "name" or "short", which take a language."""
    return tuple(
        Choice(str(row.pk), {language: str(getattr(row, method)(language)) for language in LANGUAGES}) for row in rows
    )
