"""What a lead says: right, goods, quantity, value, route, parties, text, handling (sheet of article 5)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from yuegang.enforcement.models.reference import Destination, GoodsCategory
from yuegang.parties.models import Port
from yuegang.rights.models import Right


class IpType(models.TextChoices):
    """Kinds of right a lead is about."""

    TRADE_MARK = "trade_mark", _("Trade mark")
    COPYRIGHT = "copyright", _("Copyright")
    PATENT = "patent", _("Patent")
    DESIGN = "design", _("Design")
    INDICATION = "gi", _("Geographical indication")


class ValueBasis(models.TextChoices):
    """How a value was arrived at; the two sides use different bases, so it stays with the number."""

    DECLARED = "declared", _("Declared value")
    ASSESSED = "assessed", _("Assessed value")
    MARKET = "market", _("Estimated market value")


class Currency(models.TextChoices):
    """Currencies of the three places and the dollar (ISO 4217); never converted."""

    CNY = "CNY", _("Renminbi")
    HKD = "HKD", _("Hong Kong dollar")
    MOP = "MOP", _("Macao pataca")
    USD = "USD", _("US dollar")


class Movement(models.TextChoices):
    """How the goods pass Hong Kong; the law differs for each (Cap. 362)."""

    DIRECT = "direct", _("Direct import or export")
    TRANSIT = "transit", _("Transit, staying on the same vessel, aircraft or vehicle")
    TRANSHIPMENT = "transhipment", _("Transhipment")
    RE_EXPORT = "re_export", _("Re-export")


class Conveyance(models.TextChoices):
    """Channels of carriage."""

    TRUCK = "truck", _("Truck")
    CONTAINER = "container", _("Sea container")
    FEEDER = "feeder", _("Feeder vessel")
    AIR = "air", _("Air cargo")
    RAIL = "rail", _("Rail")
    MAIL = "mail", _("Mail")
    EXPRESS = "express", _("Courier")
    PASSENGER = "passenger", _("Passenger luggage")


class QuantityUnit(models.TextChoices):
    """What one item is."""

    PIECE = "piece", _("pieces")
    PAIR = "pair", _("pairs")
    SET = "set", _("sets")
    BOX = "box", _("boxes")
    KILOGRAM = "kg", _("kilograms")
    LITRE = "litre", _("litres")


class Urgency(models.TextChoices):
    """How fast the other side should look."""

    IMMEDIATE = "immediate", _("Immediate")
    DAY = "24h", _("Within 24 hours")
    ROUTINE = "routine", _("Routine")


class GradingScheme(models.TextChoices):
    """The scheme behind the letter and the digit; stored so that a later change does not rewrite old grades."""

    ADMIRALTY = "admiralty", _("Admiralty, A–F and 1–6")


class Handling(models.TextChoices):
    """Who may see a lead (TLP 2.0); the values are those of engine.protocol.marking."""

    RED = "RED", "TLP:RED"
    AMBER_STRICT = "AMBER+STRICT", "TLP:AMBER+STRICT"
    AMBER = "AMBER", "TLP:AMBER"
    GREEN = "GREEN", "TLP:GREEN"
    CLEAR = "CLEAR", "TLP:CLEAR"


class GoodsFacts(models.Model):
    """The right, the goods, how many and how much (class A)."""

    ip_type = models.CharField(max_length=12, choices=IpType.choices, blank=True)
    right = models.ForeignKey(Right, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    right_text = models.CharField(max_length=200, blank=True)
    right_number = models.CharField(max_length=40, blank=True)
    right_jurisdiction = models.CharField(max_length=2, choices=Right.Jurisdiction.choices, blank=True)
    brand = models.CharField(max_length=120, blank=True)
    goods_category = models.ForeignKey(
        GoodsCategory, null=True, blank=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    goods = models.CharField(max_length=200, blank=True)
    declared_goods = models.CharField(max_length=200, blank=True)
    hs_code = models.CharField(max_length=10, blank=True)
    lots = models.PositiveIntegerField(null=True, blank=True)
    cases = models.PositiveIntegerField(null=True, blank=True)
    items = models.PositiveBigIntegerField(null=True, blank=True)
    quantity_unit = models.CharField(max_length=8, choices=QuantityUnit.choices, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency.choices, blank=True)
    value_basis = models.CharField(max_length=10, choices=ValueBasis.choices, blank=True)

    class Meta:
        abstract = True


class RouteFacts(models.Model):
    """Where the goods come from, pass and go, and in what (numbers of papers and vehicles are class B)."""

    origin_place = models.CharField(max_length=120, blank=True)
    loading_port = models.ForeignKey(
        Port, null=True, blank=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    control_port = models.ForeignKey(
        Port, null=True, blank=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    destination = models.ForeignKey(
        Destination, null=True, blank=True, on_delete=models.PROTECT, db_constraint=False, related_name="+"
    )
    movement = models.CharField(max_length=14, choices=Movement.choices, blank=True)
    conveyance = models.CharField(max_length=10, choices=Conveyance.choices, blank=True)
    expected_on = models.DateField(null=True, blank=True)
    vehicle = models.CharField(max_length=80, blank=True)
    container = models.CharField(max_length=80, blank=True)
    waybill = models.CharField(max_length=80, blank=True)
    document_number = models.CharField(max_length=80, blank=True)

    class Meta:
        abstract = True


class PartyFacts(models.Model):
    """Firms (class B), natural persons (class C) and an informer (class D)."""

    consignor_name = models.CharField(max_length=160, blank=True)
    consignor_address = models.CharField(max_length=300, blank=True)
    consignee_name = models.CharField(max_length=160, blank=True)
    consignee_address = models.CharField(max_length=300, blank=True)
    persons = models.TextField(blank=True)
    informer = models.TextField(blank=True)

    class Meta:
        abstract = True


class HandlingFacts(models.Model):
    """The text, the grading of the source and how to handle the lead."""

    narrative = models.TextField(blank=True)
    mo_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    grading_scheme = models.CharField(max_length=12, choices=GradingScheme.choices, default=GradingScheme.ADMIRALTY)
    source_reliability = models.CharField(max_length=1, choices=[(c, c) for c in "ABCDEF"], blank=True)
    info_credibility = models.CharField(max_length=1, choices=[(c, c) for c in "123456"], blank=True)
    caveat = models.CharField(max_length=300, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency.choices, default=Urgency.ROUTINE)
    expires_on = models.DateField(null=True, blank=True)
    marking = models.CharField(max_length=12, choices=Handling.choices, default=Handling.AMBER)

    class Meta:
        abstract = True
