"""
Reports of other organs: take the files, read them, check them, add them up, and keep what people put right.

`standing`, `stored` and `workbook` know no Django, so that the command line can use them without a database.
"""
