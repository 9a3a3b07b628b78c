"""The log that exists already: a spreadsheet of past referrals and reviews, read, checked whole, then taken over.

`columns` says what may be read; `sheets` reads the file; `checking` turns rows into past cases and says every problem
by row and column; `writing` takes all of them over in one transaction; `running` is the worker's part. Everything but
`writing` and `running` is pure.
"""
