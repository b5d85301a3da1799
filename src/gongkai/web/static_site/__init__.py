"""
The static site: every published page also lies as a file, so that a plain server, or ours with the application down, serves it.

`addresses` says which pages there are and which of them an event touches, `rendering` makes a page by the very view that answers a
request for it, `tree` writes files so that a reader sees the old page or the new one, `publishing` puts the three together,
`verifying` and `packaging` read the result, `serving` hands files out before the application is asked.
"""
