"""Give the demonstration its officers and rights."""

from collections.abc import Mapping

from django.conf import settings

from yuegang.accounts.actions import NewOfficer, create_officer
from yuegang.accounts.models import Officer
from yuegang.deploy.demo.people import NODES
from yuegang.deploy.demo.samples import PRODUCTS
from yuegang.rights.models import Right

# by side: place of registration, number of a mark, number of a customs recordal
PLACES = {"gd": ("CN", "5{:07d}", "T2026-{:05d}"), "hk": ("HK", "30{:06d}", ""), "mo": ("MO", "N/{:06d}", "")}


def settle(secrets: Mapping[str, tuple[str, str]]) -> list[Officer]:
    """Make this node's sample officers that do not exist yet; secrets: username to (password, TOTP secret)."""
    made = []
    for person in NODES[settings.NODE_CODE].people:
        if Officer.objects.filter(username=person.username).exists():
            continue
        password, totp = secrets[person.username]
        new = NewOfficer(
            username=person.username, display_name=person.display_name, display_name_latin=person.latin,
            email=f"{person.username}@{settings.NODE_CODE}.example", unit_code=person.unit, roles=person.roles,
            language=person.language, password=password, totp_secret=totp,
        )  # fmt: skip
        made.append(create_officer(new))
    return made


def register_rights() -> int:
    """Register one fictional trade mark a product in this node's own place; return how many are there."""
    place, number, recordal = PLACES[NODES[settings.NODE_CODE].side]
    for step, product in enumerate(PRODUCTS, start=1):
        Right.objects.get_or_create(
            ip_type=Right.IpType.TRADE_MARK,
            jurisdiction=place,
            number=number.format(1000 + step * 37),
            defaults={
                "name": product.brand,
                "holder_name": f"{product.brand.title()} Holdings (sample)",
                "nice_classes": product.nice_class,
                "recordal_number": recordal.format(step) if recordal else "",
            },
        )
    return Right.objects.count()
