"""Pages of a community's ledger."""
