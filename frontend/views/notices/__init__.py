"""What people are told: reading it, choosing how it arrives, and stopping mails without a sign-in."""
