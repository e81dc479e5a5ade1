"""Fictional goods, brands, firms and routes; ports, categories and codes are real facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count


@dataclass(frozen=True)
class Product:
    """Goods a sample lead is about, with the words each side's officer would write."""

    zh_hans: str
    zh_hant: str
    category: str
    hs_code: str
    brand: str
    nice_class: str
    unit_price: Decimal  # CNY a piece, declared


@dataclass(frozen=True)
class Route:
    """Loading port, control point, destination and conveyance of a sample lead."""

    loading_port: str
    control_port: str
    destination: str
    conveyance: str
    movement: str


PRODUCTS = (
    Product("无线耳机", "無線耳機", "G07A", "8518.30", "LUMENDRA", "9", Decimal("18.00")),
    Product("运动鞋", "運動鞋", "G04A", "6404.11", "VELTORA", "25", Decimal("42.50")),
    Product("手表", "手錶", "G05C", "9102.11", "ORIVELLE", "14", Decimal("65.00")),
    Product("手提包", "手袋", "G05B", "4202.21", "CASALUNE", "18", Decimal("58.00")),
    Product("香水", "香水", "G02A", "3303.00", "MIRAVEAU", "3", Decimal("22.00")),
    Product("玩具公仔", "玩具公仔", "G09A", "9503.00", "PONPOKU", "28", Decimal("12.40")),
    Product("手机配件", "手提電話配件", "G06B", "8517.79", "TESSELO", "9", Decimal("6.80")),
    Product("太阳眼镜", "太陽眼鏡", "G05A", "9004.10", "SOLVANE", "9", Decimal("15.00")),
    Product("墨盒", "墨盒", "G07C", "8443.99", "INKARA", "2", Decimal("20.00")),
    Product("轴承", "軸承", "G12A", "8482.10", "NORDRUL", "7", Decimal("9.90")),
    Product("充电器", "充電器", "G06B", "8504.40", "VOLTARIS", "9", Decimal("11.50")),
    Product("球衣", "球衣", "G03A", "6110.30", "ARENADO", "25", Decimal("28.00")),
    Product("首饰", "首飾", "G05D", "7117.19", "LIRANESSE", "14", Decimal("16.00")),
    Product("剃须刀片", "剃鬚刀片", "G02B", "8212.20", "KESTRIQ", "8", Decimal("3.20")),
)

ROUTES_FROM_GUANGDONG = (
    Route("GD-YTN", "HK-KTCT", "AE", "container", "transhipment"),
    Route("GD-NSG", "HK-RTT", "CL", "feeder", "transhipment"),
    Route("GD-SZB", "HK-HKIA", "KE", "truck", "re_export"),
    Route("GD-LTG", "HK-HKIA", "AE", "truck", "re_export"),
    Route("GD-HMN", "HK-RTT", "BR", "feeder", "transhipment"),
    Route("GD-SKW", "HK-KTCT", "MX", "container", "transhipment"),
    Route("GD-HZMB", "HK-HKIA", "GB", "truck", "re_export"),
    Route("GD-EXP", "HK-EXP", "ES", "express", "transit"),
)
ROUTES_FROM_HONG_KONG = (
    Route("HK-HKIA", "GD-HUG", "CN", "air", "direct"),
    Route("HK-EXP", "GD-SZB", "CN", "express", "direct"),
    Route("HK-AMC", "GD-SZPO", "CN", "mail", "direct"),
    Route("HK-KTCT", "GD-NSG", "CN", "container", "direct"),
)

FIRMS_GUANGDONG = (
    "深圳市澜屿供应链有限公司",
    "东莞市栖禾电子厂",
    "广州穗衡贸易有限公司",
    "佛山市叠石五金制品有限公司",
    "珠海砚湾国际货代有限公司",
)
FIRMS_HONG_KONG = (
    "HANG YU INT'L FREIGHT LTD",
    "恒嶼國際貨運有限公司",
    "WELLMOOR LOGISTICS (HK) LIMITED",
    "翠篁速遞有限公司",
)
NARRATIVES_HANS = (
    "申报品名与实货不符，包装内层另有商标标识，同一仓库分三批交运。",
    "布控查验发现部分货箱夹藏，外层为普通百货，内层为涉嫌侵权货物。",
    "货物以无牌申报，吊牌与货物分箱装运，疑在转运地合装。",
    "同一发货企业近两月三次申报相近品名，申报单价明显偏低。",
)
NARRATIVES_HANT = (
    "申報品名與實物不符，內層包裝另有商標，同一貨倉分三批付運。",
    "風險評估後檢查發現部分紙箱夾藏，外層為一般雜貨，內層為懷疑侵權貨物。",
    "貨物以無品牌申報，吊牌與貨物分箱付運，懷疑在轉運地合裝。",
    "同一寄件公司近兩個月三次申報相近品名，申報單價明顯偏低。",
)
MODI = ("DC-01", "CN-01", "PL-01", "DC-05", "RT-01", "PX-01")


def walk() -> Iterator[int]:
    """Return 0, 1, 2 …: the samples are the same at every start, without randomness."""
    return count()


def quantity(step: int) -> int:
    """Return a number of items between 200 and about 6,000 that varies with the step."""
    return 200 + (step * 737) % 5800
