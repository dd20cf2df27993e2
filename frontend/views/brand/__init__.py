"""The brand's pages: writing and funding briefs, choosing, deciding, and the team."""
