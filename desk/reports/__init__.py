"""Reports for boards: what happened in a period, as a page, a PDF and a workbook from one and the same plain values.

Reading only. `shape` is what a report is made of; `rules` are pure; `queries` ask the database a few set-based
questions, however many cases there are; `made` puts a report together; `papers` and `sheets` are its other forms.
"""
