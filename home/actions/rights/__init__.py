"""People's rights: a copy of everything, erasure, what goes by itself, and who saw or changed what."""
