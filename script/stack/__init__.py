"""Starting and stopping what the service runs on: virtual environment, PostgreSQL, Redis, web, worker, beat.

The modules here import nothing of Django and, up to `roles`, nothing outside the standard library, because
`script/server` and `script/test` use them before anything is installed.
"""
