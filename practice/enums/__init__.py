"""The fixed lists that practice chooses from."""
