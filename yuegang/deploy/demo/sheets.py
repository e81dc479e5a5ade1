"""What sample officers write into a lead and into an answer: the same for a past and for the pages."""

from collections.abc import Mapping
from decimal import Decimal

from yuegang.deploy.demo import samples
from yuegang.deploy.demo.people import NODES

STATUTE = "《粤港保护知识产权合作协议》第五条"
NECESSITY = "对方查验须核对发货企业名称。"
NECESSITY_HANT = "對方查核須對照收貨公司名稱。"
CURRENCIES = {"gd": "CNY", "hk": "HKD", "mo": "MOP"}
RATE = Decimal("1.08")  # only to make sample values in the other currency differ; nothing is converted in the product


def necessity(code: str) -> str:
    """Return why an officer of a node asks for class B to cross, in that node's words."""
    return NECESSITY if NODES[code].side == "gd" else NECESSITY_HANT


def lead_sheet(step: int, sender: str, receiver: str) -> Mapping[str, object]:
    """Return the facts of the sample lead with a number from one node to another, named as the sheet's fields."""
    side = NODES[sender].side
    from_guangdong = side == "gd"
    product = samples.PRODUCTS[(step * 5 + step // 14) % len(samples.PRODUCTS)]
    routes = samples.ROUTES_FROM_HONG_KONG if NODES[receiver].side == "gd" else samples.ROUTES_FROM_GUANGDONG
    route = routes[(step * 3 + step // 8) % len(routes)]
    items = samples.quantity(step)
    narratives = samples.NARRATIVES_HANS if from_guangdong else samples.NARRATIVES_HANT
    firms = samples.FIRMS_GUANGDONG if from_guangdong else samples.FIRMS_HONG_KONG
    count = {"lots": 1 + step % 3} if from_guangdong else {"cases": 1}
    value = product.unit_price * items * (1 if from_guangdong else RATE)
    return {
        "to_unit": NODES[receiver].unit,
        "ip_type": "trade_mark",
        "right_text": f"{product.brand}（第{product.nice_class}类）" if from_guangdong else product.brand,
        "brand": product.brand,
        "goods": product.zh_hans if from_guangdong else product.zh_hant,
        "goods_category": product.category,
        "hs_code": product.hs_code.replace(".", ""),
        "items": items,
        "quantity_unit": "pair" if product.category == "G04A" else "piece",
        "value": value.quantize(Decimal("0.01")),
        "currency": CURRENCIES[side],
        "value_basis": "declared" if from_guangdong else "market",
        "loading_port": route.loading_port,
        "control_port": route.control_port,
        "destination": route.destination,
        "movement": route.movement,
        "conveyance": route.conveyance,
        "consignor_name": firms[step % len(firms)],
        "narrative": narratives[step % len(narratives)],
        "mo_codes": [samples.MODI[step % len(samples.MODI)]],
        "source_reliability": "BCA"[step % 3],
        "info_credibility": "231"[step % 3],
        "urgency": "24h" if step % 17 == 0 else "routine",
        **count,
    }


def answer_sheet(items: int, sender: str) -> dict[str, object]:
    """Return a node's sample answer to a lead about so many items, named as the form's fields."""
    side = NODES[sender].side
    from_guangdong = side == "gd"
    found = items % 3 != 0
    values: dict[str, object] = {
        "stage": "final",
        "assessment": "useful" if found else "known",
        "measures": ["inspected"],
        "consignments_inspected": 1 + items % 4,
        "result": "found" if found else "not_found",
        "usefulness": 3 if found else 1,
        "may_quote": found,
    }
    if found:
        unit = {"lots": 1} if from_guangdong else {"cases": 1}
        seized = max(1, (items or 2) // 2)
        values |= unit | {
            "items": seized,
            "value": Decimal(seized) * 12,
            "measures": ["inspected", "seized"],
            "currency": CURRENCIES[side],
            "value_basis": "assessed" if from_guangdong else "market",
        }
    return values
