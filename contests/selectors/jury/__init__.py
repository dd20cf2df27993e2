"""What is read of a jury: by the brand that set it up, by a juror, and after the decision by those who were judged."""
