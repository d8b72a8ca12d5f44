"""Personal values in what is only ever added to: each sealed with a key of whom it is about."""
