"""Values as museums print them: text, dates, lives, attributions, identifiers."""
