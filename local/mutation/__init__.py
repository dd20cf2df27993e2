"""`make mutate`: is every line of the money rules held by a test?

    python -m local.mutation [FILE …]

A mutant is a module with one small fault: `<` for `<=`, 11 for 10, a loop that never runs. If the tests still pass with
it, either they leave a gap or the fault changes nothing. The faults are cosmic-ray's; they are tried here, because a
pure package can be tried hundreds of times faster than a whole checkout:

- `mutants` lists the faults of a module, without those that can change nothing (`annotations`);
- `coverage_map` learns once which test runs which line, and how long it takes;
- `trying` forks a process for each fault, in which the faulty module is served from memory: no file is ever touched;
- `judging` keeps a few of them going and remembers each verdict (`memory`), so that a second run is short;
- `reporting` prints the score and what survived. Why some may survive stands in docs/mutation.md.
"""
