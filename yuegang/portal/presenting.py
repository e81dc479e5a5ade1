"""What the public pages show: languages, words of both sides, agencies and ports as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from yuegang.base.pages import show as show
from yuegang.parties import access as parties
from yuegang.parties.access import Contact
from yuegang.parties.models import Agency, Port

# The same thing in the words of the Mainland and of Hong Kong (term table of the product study, C.6).
WORDS_OF_BOTH = (
    ("著作权", "版權"),
    ("寄递渠道", "郵遞及速遞渠道"),
    ("假冒商品", "冒牌貨品"),
    ("查获", "檢獲"),
    ("口岸", "管制站"),
    ("信息网络", "資訊網絡"),
)
UNSURE = ("memory", "CHECK")  # how the fact files mark what nobody looked up


@dataclass(frozen=True)
class AgencyRow:
    """An agency as the public sees it: today's name, earlier names that fit a search, confirmed contacts or none."""

    agency: Agency
    name: str
    earlier: tuple[str, ...]
    contact: Contact | None


@dataclass(frozen=True)
class PortRow:
    """A port with the name of its counterpart on the other side."""

    port: Port
    name: str
    counterpart: str


def agency_rows(words: str, side: str) -> list[AgencyRow]:
    """Return the agencies whose name, today's or an earlier one, fits the words in either script."""
    found = parties.agencies_matching(words) if words else parties.agencies()
    return [agency_row(agency) for agency in (found.filter(side=side) if side else found)]


def agency_row(agency: Agency) -> AgencyRow:
    """Return one agency as the public sees it."""
    language = get_language()
    name = agency.name(language)
    rows = sorted(agency.names.all(), key=lambda row: row.valid_from or date.min)
    others = dict.fromkeys(row.name(language) for row in rows if row.name(language) != name)
    return AgencyRow(agency, name, tuple(others), contact_of(agency))


def contact_of(agency: Agency) -> Contact | None:
    """Return the confirmed contacts; what its own source calls memory or to be checked is not confirmed."""
    contact = parties.public_contact(agency)
    if contact is None or any(word in contact.source for word in UNSURE):
        return None
    return contact


def port_rows(words: str, side: str, day: date | None) -> list[PortRow]:
    """Return the ports in use on a day whose name fits the words in either script."""
    ports: Sequence[Port] = list(parties.ports(on=day, side=side))
    if words:
        fitting = set(parties.ports_matching(words).values_list("code", flat=True))
        ports = [port for port in ports if port.code in fitting]
    language = get_language()
    names = {port.code: port.name(language) for port in parties.all_ports()}
    return [PortRow(port, port.name(language), names.get(port.counterpart_code, "")) for port in ports]
