"""What each node holds of the other's promises: daily roots of the audit chain, and proofs of what was received."""
