"""Pages of shared learning."""
