"""Fold what a search may name of a lead into its one search column, in every script it is known in."""

from yuegang.enforcement import names
from yuegang.enforcement.models import Lead
from yuegang.parties.folding import fold_all


def fill_search_text(lead: Lead) -> None:
    """Set the search column from number, goods, right, brand, firms, papers and the names along the route."""
    texts = [
        lead.number or "", lead.goods, lead.declared_goods, lead.brand, lead.right_text, lead.right_number,
        lead.consignor_name, lead.consignee_name, lead.vehicle, lead.container, lead.waybill, lead.document_number,
        lead.origin_place, lead.hs_code, lead.stub_reference,
    ]  # fmt: skip
    known = names.in_every_language()
    for code in (lead.goods_category_id, lead.loading_port_id, lead.control_port_id, lead.destination_id):
        if code:
            texts += [code, *known.get(code, ())]
    lead.search_text = fold_all(*texts)
