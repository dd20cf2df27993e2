"""What stands in a document, from values alone: no framework, no clock, no chance, nothing read or written.

values      parties, lines, taxes, a whole document; to and from stored dictionaries
vat         which tax a supply bears, and the words the law wants
sums        totals and their rules (EN 16931 BR-CO, BR-S, BR-E…)
fee, pay, credit, statement      one kind of document each
cii         the same document as Factur-X XML
pages       the same document as pages to be printed
dac7        what is reported of sellers each year
"""
