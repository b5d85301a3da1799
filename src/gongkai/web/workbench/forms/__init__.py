"""Forms of the workbench: they read what was typed; the rules stand in the operations."""
