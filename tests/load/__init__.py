"""What the site carries, measured on real servers: `make bench`, which is `python -m tests.load`.

__main__    the whole run: databases, servers, measuring, the table and the bars
town        towns in databases of their own, and who is signed in there
servers     the web servers, the worker, and what they used
crowd       many people at once, as a process of its own (locust changes Python underneath, so Django is not in it)
pages       what each page costs in one town: queries and milliseconds
bare/       a bare Wagtail page, to compare with: settings, addresses and a template, and no code of ours
"""
