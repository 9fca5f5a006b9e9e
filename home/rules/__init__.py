"""What holds on every floor, as pure Python: nothing here knows of Django or the database."""
