"""Coded values of requests and replies: both sides read them in their own words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Matter(models.TextChoices):
    """What the requesting side wants to know."""

    OWNERSHIP = "ownership", _("Who owns the work")
    LICENCE = "licence", _("Whether a licence was given")
    SOURCE = "source", _("Where pirated copies come from")
    SERVER = "server", _("Location of a server or account")
    PREMISES = "premises", _("A plant, shop or warehouse")
    OTHER = "other", _("Another matter")


class WorkKind(models.TextChoices):
    """Kinds of work."""

    FILM = "film", _("Film or series")
    MUSIC = "music", _("Music or sound recording")
    SOFTWARE = "software", _("Software or game")
    LITERARY = "literary", _("Literary work")
    ARTISTIC = "artistic", _("Artistic work")
    BROADCAST = "broadcast", _("Broadcast")
    OTHER = "other", _("Another kind")


class PermittedUse(models.TextChoices):
    """What the answers may be used for; a reply is information, not evidence, unless it is attested."""

    INVESTIGATION = "investigation", _("For the investigation only")
    ADMINISTRATIVE = "administrative", _("Also in administrative proceedings")
    COURT_AFTER_CONSENT = "court_after_consent", _("In court only after consent")


class AnswerState(models.TextChoices):
    """What came of one question."""

    ANSWERED = "answered", _("Answered")
    NONE_FOUND = "none_found", _("Nothing found")
    PASSED_ON = "passed_on", _("Held by another body, passed on")
    DECLINED = "declined", _("Cannot be answered")


class Source(models.TextChoices):
    """What an answer rests on."""

    REGISTER = "register", _("Own register")
    RIGHTS_BODY = "rights_body", _("Rights body")
    LETTER = "letter", _("Letter of the holder")
    INQUIRY = "inquiry", _("Own enquiry")
    PUBLIC = "public", _("Public source")


class Certainty(models.TextChoices):
    """How sure an answer is."""

    CONFIRMED = "confirmed", _("Confirmed")
    LIKELY = "likely", _("Likely")
    UNCERTAIN = "uncertain", _("Uncertain")


class Proof(models.TextChoices):
    """Proofs of ownership; each side lists those its own proceedings know."""

    REGISTRATION = "registration", _("Certificate of registration (Mainland, prima facie)")
    CONTRACTS = "contracts", _("Chain of contracts (Mainland)")
    ORIGINALS = "originals", _("Manuscript or original files (Mainland)")
    AFFIDAVIT = "affidavit", _("Affidavit under Cap. 528 s. 121 (Hong Kong)")
    FIRST_PUBLICATION = "first_publication", _("Proof of first publication")
    CREDITS = "credits", _("Credits on the work")
    BODY_STATEMENT = "body_statement", _("Statement of a rights body")


class Step(models.TextChoices):
    """What is said at once and without content."""

    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    REFUSED = "refused", _("Not accepted")
    CLOSED = "closed", _("Closed by the requesting side")


class Refusal(models.TextChoices):
    """Why a request is not accepted."""

    NOT_COMPETENT = "not_competent", _("Outside our powers")
    NOT_ENOUGH = "not_enough", _("Not enough to act on")
    DUPLICATE = "duplicate", _("Sent before under another number")
    LIVE_CASE = "live_case", _("Would harm a case of our own")


class Use(models.TextChoices):
    """What the requesting side made of the answers."""

    USED = "used", _("Used for the investigation, not for court")
    USED_IN_COURT = "used_in_court", _("Used in court, with consent")
    NOT_USED = "not_used", _("Not used")
