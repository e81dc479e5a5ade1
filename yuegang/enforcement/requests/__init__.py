"""Requests for help with an enquiry (article 9): numbered questions, an answer to each, the use made of it."""
