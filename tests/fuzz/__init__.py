"""The API under requests made up from its document, at length, by everybody: `make fuzz`.

    python -m tests.fuzz [--seed 1] [--examples 10] [--roles owner,nobody]

A server of its own for each role, over a fresh copy of the world that the rights matrix uses: contests in every state,
money, papers, disputes. Schemathesis makes the requests; what is sent is kept, nothing is undone.
"""
