"""From an update to the reply that is out: taking in, taking turns, sending, and what hears the web."""
