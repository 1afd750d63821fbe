"""The work of curators: review and teaching, versions of the knowledge, files from the phone, news, team, figures."""
