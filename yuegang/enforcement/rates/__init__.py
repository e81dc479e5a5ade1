"""What became of the leads, as rates whose formulas stand in settings and on the page; both nodes count the same."""
