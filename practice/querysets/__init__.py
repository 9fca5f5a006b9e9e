"""Questions of practice, asked of the database."""
