"""
PDF files: pages that show all they hold are copied object by object, all others become pictures.

Whether a page shows all its text is not guessed but seen: the page is rendered as it is, without its text, and with nothing but its
text in black; a letter counts as visible when most of its ink differs between the first two.
"""
