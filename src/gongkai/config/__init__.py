"""Settings: a base cut by concern, and three profiles (embedded, production, test)."""
