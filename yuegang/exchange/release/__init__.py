"""The release: what may cross, who signs for it, and what exactly left."""
