"""What templates say about topics of notices."""

from django import template
from django.utils.functional import Promise

from accounts.topics import TITLES, Topic

register = template.Library()


@register.filter
def topic_title(topic: Topic) -> Promise:
    """The topic's name for its reader."""
    return TITLES[topic]
