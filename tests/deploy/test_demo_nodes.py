"""Which nodes a demonstration runs, and who exchanges with whom."""

import pytest

from yuegang.deploy.demo.people import NODES, PAIR, partners
from yuegang.deploy.demo.show import chosen_nodes
from yuegang.deploy.node import NodeError


def test_the_nodes_of_a_list_are_taken_in_its_order() -> None:
    assert chosen_nodes("gd-customs, gd-psd,hk-customs") == ["gd-customs", "gd-psd", "hk-customs"]


@pytest.mark.parametrize("listed", ["", "gd-customs", "gd-customs,gd-psd", "gd-customs,hk-nobody"])
def test_nodes_that_are_unknown_or_of_one_side_are_refused(listed: str) -> None:
    with pytest.raises(NodeError, match="--nodes takes gd-customs"):
        chosen_nodes(listed)


def test_officers_exchange_with_the_nodes_of_the_other_sides_only() -> None:
    assert partners("gd-psd", ["gd-customs", "gd-psd", "mo-customs", "hk-customs"]) == ["hk-customs", "mo-customs"]
    assert partners("hk-customs", PAIR) == ["gd-customs"]


def test_every_sample_node_can_write_sign_and_administer() -> None:
    for node in NODES.values():
        roles = {role for person in node.people for role in person.roles}
        assert {"officer", "signer", "liaison", "auditor", "administrator"} <= roles
        assert len(node.signers) == node.signatures and node.people[0] not in node.signers


def test_no_two_sample_officers_share_a_name() -> None:
    names = [person.username for node in NODES.values() for person in node.people]
    assert len(names) == len(set(names))
