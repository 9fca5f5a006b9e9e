"""Pages of agreed documents."""
