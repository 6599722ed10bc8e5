"""MusicBrainz: artists, release groups, releases, recordings and works, from its dumps and its API."""
