"""What is done to a jury: set up, invited, drawn, scored, replaced, closed. Each locks the contest first."""
