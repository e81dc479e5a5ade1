"""What is owed across the boundary: extensions and waivers by the unit that sent an item, reminders of our own side."""
