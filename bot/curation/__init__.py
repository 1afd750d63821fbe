"""Tools for the people who keep the knowledge."""
