"""
The season: collect the reports of the organs below from desks, files and packages, check them, add them up, and pass the sum on.

`ogi:49` and `convention:27`: a missing report stays missing and is never counted as zero.
"""
