"""Bring the node's database to this version of the program: tables, facts, keys, privileges; run by the owner."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from yuegang.base import clock
from yuegang.deploy import tls
from yuegang.deploy.node import Node, write_private
from yuegang.exchange import provisioning
from yuegang.exchange.models import RosterKey
from yuegang.parties import models as parties


class Command(BaseCommand):
    """python -m yuegang upgrade."""

    help = "Migrate, load the facts, make missing keys, apply the privileges. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:  # Any: Django's signature
        """Do all four in order; each is idempotent."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_facts", quiet=True)
        node = Node.load(Path(settings.NODE_DIR))
        if not parties.Node.objects.filter(code=node.code).exists():
            raise CommandError(f"facts/nodes.csv names no node {node.code}")
        tls.provision(node, clock.now())
        if not RosterKey.objects.filter(node=node.code).exists():
            units = parties.Unit.objects.filter(node__code=node.code).values_list("code", flat=True)
            provisioning.create_node_keys(node.code, units)
        root = (node.listener / "root.pem").read_text(encoding="ascii")
        roster = (
            provisioning.export_roster() if node.is_closed else provisioning.export_roster(node.url("exchange"), root)
        )
        write_private(node.roster / "own.json", roster.decode())
        call_command("grants", verbosity=0)
        self.stdout.write(f"{node.code}: roster {node.roster / 'own.json'}")
        self.stdout.write(f"{node.code}: fingerprint {provisioning.fingerprint(roster)}")
