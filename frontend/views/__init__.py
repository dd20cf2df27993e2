"""Pages: each view reads through selectors, acts through services, and renders one template."""
