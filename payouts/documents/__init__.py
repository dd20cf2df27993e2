"""Where invoices are made: fee invoices, self-billed invoices, credit notes, yearly statements, the platform's report.

    composing/   PURE: what stands in a document, its arithmetic, its XML, its pages
    models/      numbered series, insert-only documents, their files, mandates, tax details
    services/    issue, credit, seal, accept, report
    selectors/   who may read which document

The legal model is in docs/decisions/0011: the platform acts for the brand. It invoices its own fee; each creative's pay
is invoiced in that creative's name, under a mandate. Nothing here moves money.
"""
