"""Places where the floor reaches what stands above it: defined here, filled from there."""
