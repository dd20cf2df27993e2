"""Addresses of images, for templates. Which widths exist is known to the image; a page asks for the nearest."""

from django import template

from contests.selectors.cards import ImageCard
from frontend.addresses import image_address, image_addresses

register = template.Library()


@register.filter
def image_src(image: ImageCard | None, width: int) -> str:
    """The address of an image at about this width; nothing for an image that is not there yet."""
    return image_address(image.ref, width) if image else ""


@register.filter
def image_srcset(image: ImageCard | None) -> str:
    """All widths that exist, for the browser to choose from."""
    if image is None:
        return ""
    return ", ".join(f"{address} {width}w" for width, address in image_addresses(image.ref, image.widths).items())
