"""What a developer's machine needs and a server has by other means: engines, processes, secrets, test databases.

The product never imports this package. Everything here reads `/proc`, so it works on Linux.
"""
