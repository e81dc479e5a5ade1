"""Cases of our own side: what leads became, what was seized, where each exhibit is. A case never crosses."""
