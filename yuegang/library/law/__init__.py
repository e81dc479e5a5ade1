"""Law in time: works, their versions, provisions and texts."""
