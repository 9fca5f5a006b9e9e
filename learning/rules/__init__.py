"""What is right and what follows, in pure Python: questions, scenarios, completion."""
