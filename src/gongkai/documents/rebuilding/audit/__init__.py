"""
The second reader: reads the result by other means than it was made with, and looks for anything that is not in the visible text.

It knows the exact shape of what this package writes; whatever has another shape is a leak, and a result with a leak is not given out.
"""
