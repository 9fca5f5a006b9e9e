"""Forms of practice."""
