"""Screening: who and what is watched, manifests screened against it, hits judged by officers."""
