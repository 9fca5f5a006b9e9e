"""What is done with a contribution: writing, helping, agreeing, editing, and taking it back."""
