"""What people do in learning: one verb each, each in one transaction."""
