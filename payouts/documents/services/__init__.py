"""Issue, credit, seal, accept, object, report: the only writers of the documents' tables."""
