"""A bare Wagtail page, served as Wagtail's own project template serves one: what a lesson is compared with.

Same machine, same gunicorn, same database, same signed-in people. Wagtail's middleware, its routing, its context processors; a page of the
type that Wagtail itself has (`wagtail.models.Page`) and a template of a few lines. Nothing of it changes when the site gets faster or slower.
"""
