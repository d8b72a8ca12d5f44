"""Working together: who is here, what is said about a thing, its files, and who must know of it."""
