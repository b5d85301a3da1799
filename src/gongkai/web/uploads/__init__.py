"""Faces of uploads, for the desk and for the public: take files from a request, show what will be published and what was dropped."""
