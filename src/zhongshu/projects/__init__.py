"""Projects: temporary organisations set up to deliver an agreed change."""
