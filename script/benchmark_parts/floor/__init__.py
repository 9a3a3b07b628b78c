"""The bare Django site that the pages are measured against: session, user, membership, 25 rows, a capped count.

Django as it comes: its own session and user middleware, its own templates, no layout, no form, no access table, no
record of who looked. It reads the same tables of the same database, as the same role, as our pages do.
"""
