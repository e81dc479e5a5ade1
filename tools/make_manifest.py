"""Write a manifest of fictional firms and goods: python -m tools.make_manifest LINES FILE.csv

One line in a thousand names a firm under watch in another script or a sample brand written to be missed.
"""

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path

HEADERS = ("Consignor", "Consignee", "Goods", "Route")
PLACES = ("星河", "东岸", "瀚海", "蓝桥", "云岭", "青石", "南屿", "北辰", "金禾", "远帆")
TRADES = ("贸易", "货运", "电子", "服饰", "物流", "实业", "供应链", "国际")
LATIN = ("BRIGHT HARBOUR", "LONG RIVER", "TALL PINE", "BLUE STAR", "NORTH GATE", "EAST FIELD", "OAK HILL")
GOODS = (
    "塑料杯",
    "棉质毛巾",
    "LED lamps",
    "ceramic tiles",
    "木制相框",
    "办公椅",
    "bicycle parts",
    "保温瓶",
    "paper boxes",
)
RARE = (
    ("恒屿国际货运有限公司", "NORTH GATE LTD", "耳机 LUMENDRA"),
    ("LONG RIVER LTD", "恒嶼國際貨運有限公司", "shoes V-E-L-T-O-R-A"),
    ("BLUE STAR LTD", "TALL PINE LTD", "手表 ORIVELLE 同款"),
)
ROUTES = ("Shenzhen > Hong Kong", "Nansha > Hong Kong", "Huangpu > Hong Kong")


def rows(count: int) -> Iterator[tuple[str, ...]]:
    """Yield the lines, the same for the same count."""
    chance = random.Random(count)
    for number in range(count):
        route = chance.choice(ROUTES)
        if number % 1000 == 500:
            yield (*RARE[number // 1000 % len(RARE)], route)
            continue
        firm = f"{chance.choice(PLACES)}{chance.choice(PLACES)}{chance.choice(TRADES)}有限公司"
        yield firm, f"{chance.choice(LATIN)} {chance.randrange(900)} LTD", chance.choice(GOODS), route


def main(count: str, path: str) -> None:
    """Write the file."""
    with Path(path).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(rows(int(count)))


if __name__ == "__main__":
    main(*sys.argv[1:])
