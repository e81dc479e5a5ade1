"""Compare names, firms, brands and identifiers across scripts; every score comes with its evidence."""
