"""A copy of everything that is kept about one person: read from what is registered in `privacy`, written as JSON and as a page."""
