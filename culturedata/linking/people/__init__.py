"""The same person or group in two sources: names as they are compared, who comes near, and how likely it is."""
