"""ListenBrainz: who listened to which recording, and when."""
