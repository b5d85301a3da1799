"""The one refusal of the command line."""


class CallError(Exception):
    """A wrong call or an unreadable file; the message is the one line that the user sees."""
