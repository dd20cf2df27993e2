"""The books and the course of all contests, for the platform's auditors; what admins may do stands beside it."""
