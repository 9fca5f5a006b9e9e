"""Rules of practice: pure Python, nothing of Django."""
