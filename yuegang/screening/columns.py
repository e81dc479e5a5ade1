"""The columns of a manifest or parcel list: titles in three languages and other headers people use."""

from yuegang.base.imports.kinds import LANGUAGES, Column
from yuegang.base.imports.parsers import text

LONGEST = 2000  # characters of a cell

# column of the engine's table of lines: titles in zh-Hans, zh-Hant (Hong Kong words) and English, other headers
TITLES: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "consignor": ("发货人", "發貨人", "Consignor", ("shipper", "sender", "寄件人")),
    "consignee": ("收货人", "收貨人", "Consignee", ("receiver", "recipient", "收件人")),
    "consignor_address": ("发货人地址", "發貨人地址", "Address of the consignor", ("shipper address", "寄件地址")),
    "consignee_address": ("收货人地址", "收貨人地址", "Address of the consignee", ("receiver address", "收件地址")),
    "goods": ("货物描述", "貨品描述", "Goods", ("description", "goods description", "货物", "貨品", "品名")),
    "plate": ("车牌", "車牌", "Plate", ("vehicle", "车牌号")),
    "container": ("箱号", "貨櫃編號", "Container", ("集装箱号", "container no")),
    "waybill": ("运单号", "運單編號", "Waybill", ("awb", "air waybill", "tracking no", "提单号")),
    "vessel": ("船舶", "船隻", "Vessel", ("imo", "船名")),
    "declaration": ("报关单号", "報關單編號", "Declaration", ("entry no",)),
    "registration": ("登记号", "登記編號", "Registration number", ("uscc", "统一社会信用代码", "br no", "cr no")),
    "phone": ("电话", "電話", "Telephone", ("phone", "tel", "mobile", "手机")),
    "route": ("路线", "路線", "Route", ()),
}
COLUMNS = tuple(
    Column(key, dict(zip(LANGUAGES, titles, strict=True)), text(LONGEST), also=also)
    for key, (*titles, also) in TITLES.items()
)


def title(key: str, language: str) -> str:
    """Return the title of a column in a language."""
    return next(column.titles[language] for column in COLUMNS if column.key == key)
