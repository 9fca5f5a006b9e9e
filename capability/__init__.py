"""The capability framework, and what stands as evidence on it."""
