"""What follows from what: framework files, gaps and change, in pure Python."""
