"""What the page of one lead shows."""
