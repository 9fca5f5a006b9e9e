"""What practice writes: one verb a function."""
