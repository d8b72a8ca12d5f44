"""Plan files of other tools, read into one canonical plan and written from it, without Django."""
