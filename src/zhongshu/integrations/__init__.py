"""Everything that crosses the border of the platform: plan files first, connectors later."""
