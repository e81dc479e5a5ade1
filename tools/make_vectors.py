"""Write tests/vectors/*.json from fixed keys: valid cases, and damaged ones with the rule each must break.

Usage: PYTHONPATH=. python tools/make_vectors.py [--check]. The rule of a damaged case is stated by hand in
tests/vectors/cases; the tool fails when the engine sees it otherwise. The sealed bodies are kept from the last
run, since sealing is randomised.
"""

import argparse
import json
import sys

from tests.vectors.cases import entries, grants, logs, obligations, primitives
from yuegang.engine.protocol.tests.vectors import FOLDER, outcome_of

FILES = {
    "canonical": ("Canonical JSON; bytes in base64. protocol.md, 2.", primitives.canonical_cases),
    "signature": ("Signatures of each suite; hexadecimal. protocol.md, 3.", primitives.signature_cases),
    "sealed": ("HPKE bodies. protocol.md, 3 and 5.", primitives.sealed_cases),
    "spoken": ("Digests read out in ten words. protocol.md, 6.", primitives.spoken_cases),
    "key": ("Roster keys and fingerprints. protocol.md, 6.", primitives.key_cases),
    "entry": ("Single entries. protocol.md, 4 and 5.", entries.entry_cases),
    "head": ("Signed heads. protocol.md, 7.", logs.head_cases),
    "heads": ("Two heads of one log. protocol.md, 7.", logs.heads_cases),
    "tree": ("RFC 6962 roots; data and hashes in hexadecimal. protocol.md, 7.", primitives.tree_cases),
    "inclusion": ("RFC 6962 audit paths. protocol.md, 7.", primitives.inclusion_cases),
    "consistency": ("RFC 6962 consistency proofs. protocol.md, 7.", primitives.consistency_cases),
    "segment": ("Framing. protocol.md, 8.", logs.segment_cases),
    "receipt": ("Receipts against our own log. protocol.md, 9.", logs.receipt_cases),
    "batch": ("Segments read from a cursor. protocol.md, 10.", logs.batch_cases),
    "grant": ("Consent to pass an item on. protocol.md, 18.", grants.grant_cases),
    "obligation": (
        "What is owed. protocol.md, 12; calendars: yuegang/facts/calendars.csv.",
        obligations.obligation_cases,
    ),
    "change": ("Extensions and waivers. protocol.md, 12; calendars as above.", obligations.change_cases),
    "reminder": ("Whom the owing side reminds. protocol.md, 12.", obligations.reminder_cases),
}


def main() -> int:
    """Write or compare every file; return the number of disagreements."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="compare with the files instead of writing them")
    check = options.parse_args().check
    wrong = 0
    for kind, (about, cases) in FILES.items():
        found = list(cases())
        for one in found:
            if (got := outcome_of(kind, one["given"])) != one["expect"]:
                wrong += 1
                print(f"{kind}: {one['name']}: expected {one['expect']}, got {got}", file=sys.stderr)
        text = json.dumps({"about": about, "kind": kind, "cases": found}, ensure_ascii=False, indent=1) + "\n"
        path = FOLDER / f"{kind}.json"
        if check:
            wrong += path.read_text(encoding="utf-8") != text
        else:
            path.write_text(text, encoding="utf-8")
        print(f"{kind}: {len(found)} cases")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
