"""Who may touch which table: applied by `grants` after each migrate, as the owner."""

PORTAL_GRANTS: dict[str, set[str]] = {
    "parties.Side": {"SELECT"},
    "parties.Agency": {"SELECT"},
    "parties.AgencyName": {"SELECT"},
    "parties.Port": {"SELECT"},
    "search.Miss": {"INSERT"},
    "terms.Term": {"SELECT"},
    "law.Work": {"SELECT"},
    "law.Version": {"SELECT"},
    "law.Provision": {"SELECT"},
    "law.Text": {"SELECT"},
    "law.Note": {"SELECT"},
    "law.Counterpart": {"SELECT"},
    "base.PortalIntake": {"INSERT"},
    "portal.ContactReport": {"INSERT"},
}
EXCHANGE_GRANTS: dict[str, set[str]] = {
    "exchange.Channel": {"SELECT"},
    "exchange.RosterKey": {"SELECT"},
    "exchange.OutboxEntry": {"SELECT"},
    "exchange.InboxEntry": {"SELECT"},
    "exchange.SignedHead": {"SELECT"},
    "exchange.LogState": {"SELECT"},
    "exchange.Blob": {"SELECT"},
    "exchange.SeenNonce": {"SELECT", "INSERT", "DELETE"},
}
# Office and worker may use every table; these are the exceptions. A privilege may name its columns.
OFFICE_LIMITS: dict[str, set[str]] = {
    "release.ReleaseDecision": {"SELECT", "INSERT"},
    "audit.AuditEntry": {"SELECT", "INSERT"},
    "exchange.OutboxEntry": {"SELECT", "INSERT"},
    "exchange.InboxEntry": {"SELECT"},
    "exchange.LogState": {"SELECT"},
    "exchange.Channel": {"SELECT"},
    "exchange.RosterKey": {"SELECT"},
    "exchange.Receipt": {"SELECT"},
    "exchange.SignedHead": {"SELECT"},
    "exchange.SeenNonce": set(),
    "exchange.Conflict": {"SELECT"},
    "witness.AuditRoot": {"SELECT"},
}
WORKER_LIMITS: dict[str, set[str]] = {
    "release.ReleaseDecision": {"SELECT"},
    "audit.AuditEntry": {"SELECT", "INSERT", "UPDATE (seq, prev, digest, sealed_at)"},
    "exchange.OutboxEntry": {"SELECT", "INSERT", "UPDATE (seq, header, digest, signature, sealed_at)"},
    "exchange.InboxEntry": {"SELECT", "INSERT", "UPDATE"},
    "exchange.Conflict": {"SELECT", "INSERT"},
    "witness.AuditRoot": {"SELECT", "INSERT"},
}
# Row-level security: only office and worker see any row, whatever else is granted by mistake.
ROW_SECURED: list[str] = [
    "accounts.Officer",
    "accounts.RoleGrant",
    "accounts.ActingFor",
    "accounts.Invitation",
    "account.EmailAddress",
    "mfa.Authenticator",
    "usersessions.UserSession",
    "sessions.Session",
]
