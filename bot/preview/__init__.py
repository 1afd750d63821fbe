"""The preview: every screen and every topic as people see them on a phone, on one page for curators."""
