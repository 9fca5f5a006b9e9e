"""The floor of the house: settings, people, pages, the look, letters and privacy."""
