"""How long a step is: measured walks, and what is known before any."""
