"""Fold what a search may name of a lead into its one search column, in every script it is known in."""

from yuegang.enforcement.models import Lead
from yuegang.enforcement.models.reference import CodedName
from yuegang.parties.folding import fold_all
from yuegang.parties.models import Port


def _names(coded: CodedName | Port | None) -> list[str]:
    return [] if coded is None else [coded.code, coded.zh_hans, coded.zh_hant, coded.en]  # type: ignore[union-attr]  # each has a code


def fill_search_text(lead: Lead) -> None:
    """Set the search column from number, goods, right, brand, firms, papers and the names along the route."""
    texts = [
        lead.number or "", lead.goods, lead.declared_goods, lead.brand, lead.right_text, lead.right_number,
        lead.consignor_name, lead.consignee_name, lead.vehicle, lead.container, lead.waybill, lead.document_number,
        lead.origin_place, lead.hs_code, lead.stub_reference,
    ]  # fmt: skip
    for coded in (lead.goods_category, lead.loading_port, lead.control_port, lead.destination):
        texts += _names(coded)
    lead.search_text = fold_all(*texts)
