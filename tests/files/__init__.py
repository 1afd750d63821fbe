"""Reading files, and what is said about broken ones."""
