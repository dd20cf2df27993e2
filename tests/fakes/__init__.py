"""Programs that stand for the services of others, each run as a process of its own."""
