"""Commands of the site's own."""
