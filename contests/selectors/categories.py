"""The kinds of work that the platform publishes, in its order and in the reader's language."""

from contests.models import Category
from contests.selectors.cards import CategoryCard


def list_categories() -> tuple[CategoryCard, ...]:
    """All of them; one query."""
    return tuple(CategoryCard(category.slug, category.name) for category in Category.objects.all())
