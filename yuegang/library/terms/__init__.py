"""The term table: one idea, the words of both sides and of English; drafts by machine until a person confirms."""
