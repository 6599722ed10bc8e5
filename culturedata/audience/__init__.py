"""What people do: the event log, and a simulated audience whose truth is known."""
