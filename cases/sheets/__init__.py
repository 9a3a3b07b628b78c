"""Forms of a procedure text: their questions as pages that a person fills in, and their answers kept and shown.

Referrals are written on them page by page; a step of the text may ask for one when its act is done.
"""
