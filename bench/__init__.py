"""Speed, measured against limits in the same run: each limit does the same work with nothing around it."""
