"""The visible tables: what must travel up between rooms; each path is verified by a system check at start."""

from yuegang.exchange.obligations import notice_kinds as obligation_kinds
from yuegang.notices import kinds
from yuegang.portal import notice_kinds as portal_kinds

EXCHANGE_HANDLERS: dict[str, str] = {
    "lead": "yuegang.enforcement.handlers.LEAD",
    "feedback": "yuegang.enforcement.handlers.FEEDBACK",
    "message": "yuegang.enforcement.handlers.MESSAGE",
    "acknowledgement": "yuegang.enforcement.handlers.ACKNOWLEDGEMENT",
    "request": "yuegang.enforcement.requests.handlers.REQUEST",
    "reply": "yuegang.enforcement.requests.handlers.REPLY",
    "request-step": "yuegang.enforcement.requests.handlers.STEP",
    "target": "yuegang.exchange.targets.TARGET",
    "audit-root": "yuegang.exchange.witness.roots.AUDIT_ROOT",
    "roster": "yuegang.exchange.announcing.ROSTER",
    "onward-request": "yuegang.exchange.onward.handlers.REQUESTS",
    "onward-grant": "yuegang.exchange.onward.handlers.ANSWERS",
    "forward": "yuegang.exchange.onward.handlers.COPIES",
    "statement": "yuegang.exchange.statements.handlers.STATEMENT",
    "obligation-change": "yuegang.exchange.obligations.handlers.CHANGE",
}
# Kinds that are answered: kind to the table of its items (exchange.obligations.items.Items).
OBLIGATION_ITEMS: dict[str, str] = {
    "lead": "yuegang.enforcement.owed.LEADS",
    "request": "yuegang.enforcement.requests.owed.REQUESTS",
}
IMPORT_KINDS: dict[str, str] = {"lead": "yuegang.enforcement.lead_import.LEADS"}
AUDIT_WITNESSES: list[str] = ["yuegang.exchange.witness.roots.witnessed_heads"]  # audit stands below exchange
OFFICE_GUARD = "yuegang.accounts.guards.officer_required"  # base stands beside accounts and may not import it
UNIT_DIRECTORY = "yuegang.parties.access.unit_labels"  # accounts stands below parties
JOB_KINDS: dict[str, str] = {
    "carriage.make": "yuegang.exchange.carriage.running.MAKE",
    "carriage.take": "yuegang.exchange.carriage.running.TAKE",
    "import.preview": "yuegang.base.imports.running.PREVIEW",
    "import.run": "yuegang.base.imports.running.IMPORT",
    "import.undo": "yuegang.base.imports.running.UNDO",
    "screening.manifest": "yuegang.screening.work.SCREEN",
}
INTAKE_KINDS: dict[str, str] = {"contact_report": "yuegang.portal.intake.take_in_contact_report"}
FACT_LOADERS: list[str] = [
    "yuegang.parties.facts.load_sides",
    "yuegang.parties.facts.load_nodes",
    "yuegang.parties.facts.load_agencies",
    "yuegang.parties.facts.load_agency_names",
    "yuegang.parties.facts.load_units",
    "yuegang.parties.facts.load_ports",
    "yuegang.exchange.release.chains.load_chains",
    "yuegang.enforcement.facts.load_goods",
    "yuegang.enforcement.facts.load_chapters",
    "yuegang.enforcement.facts.load_modus_operandi",
    "yuegang.enforcement.facts.load_destinations",
    "yuegang.library.law.facts.load_works",
    "yuegang.library.law.facts.load_notes",
    "yuegang.library.law.facts.load_counterparts",
    "yuegang.library.terms.facts.load_terms",
]
# Shares of terms of enforcement.rates.terms; the agreement says "raise the use of leads" and fixes no formula, so both
# sides may agree on another here. The page prints what stands here.
RATES: dict[str, tuple[str, str]] = {
    "feedback": ("final", "due"),
    "in_time": ("in_time", "due"),
    "use": ("acted", "complete"),
    "hit": ("found", "acted"),
}
SEARCH_SOURCES: dict[str, str] = {
    "law": "yuegang.library.law.search_source.SOURCE",
    "terms": "yuegang.library.terms.search_source.SOURCE",
}
NOTICE_KINDS = kinds.NOTICE_KINDS | obligation_kinds.NOTICE_KINDS | portal_kinds.NOTICE_KINDS
