"""What the platform holds about a person, over all apps: handing it out to them, and letting them go."""
