"""What every app stands on: events in a hash chain, numbers without gaps, files by SHA-256, effects after the commit, search."""
