"""What people send from a lesson, read and checked."""
