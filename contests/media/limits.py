"""How much one image may cost, and why; shared by the parent that enforces it and the child that lives under it."""

from typing import NamedTuple

from contests.media.media_types import MIB, MediaType

DEFAULT_WIDTHS = (320, 960, 1920)
"""A thumbnail, a gallery card on a sharp screen, and the full view on a wide one."""

MAX_RATIO = 4
"""A derivative is at most four times as high as it is wide: a long web page keeps its width, a thread does not."""


PLACEHOLDER_LENGTH = 299
"""The blur shown before the image must not weigh on a page of 24 cards."""

ANSWER_NAME = "answer.json"
"""The file in which the child leaves its answer."""

WORDS_NAME = "stderr"
"""The file that takes what the child and its codecs complain of."""


class Limits(NamedTuple):
    """The means of one decoding child. Every figure has been seen to leave room for honest files."""

    max_pixels: int = 80_000_000
    """A poster of 60 × 80 cm at 300 dots per inch is 67 megapixels."""

    max_side: int = 30_000
    """Longer sides come from hand-made headers; an 80-megapixel panorama of 4:1 is 17 900 wide."""

    max_frames: int = 600
    """Twenty seconds at thirty frames a second. Only the first is shown, but all are handed to the brand."""

    decode_bytes: int = 400 * MIB
    """The most that decoding is expected to hold at once; checked from the header, before anything is decoded."""

    address_space_bytes: int = 768 * MIB
    """RLIMIT_AS: the interpreter, the codecs' libraries and `decode_bytes`, with room for buffers."""

    cpu_seconds: int = 20
    """RLIMIT_CPU: the largest accepted PNG takes about three seconds."""

    wall_seconds: float = 30.0
    """The parent kills the child's whole group after this, and the child's own alarm outlives a dead parent."""

    open_files: int = 32
    """RLIMIT_NOFILE: the interpreter's own imports need a handful, nothing else should."""

    output_bytes: int = 24 * MIB
    """RLIMIT_FSIZE: no derivative comes near it."""

    max_icc_bytes: int = 4 * MIB
    """A press profile weighs up to 2.5 MB; a larger one is ignored, as if the image had none."""


DEFAULT_LIMITS = Limits()

BYTES_PER_PIXEL: dict[MediaType, int] = {
    MediaType.PNG: 4,
    MediaType.GIF: 4,
    # One large enough to matter is decoded at half its size or less; a progressive one adds its coefficients.
    MediaType.JPEG: 2,
    # The WebP animation decoder keeps its canvases and a frame beside Pillow's own copy.
    MediaType.WEBP: 22,
    # The AVIF decoder keeps its planes (up to 16 bits each) and an interleaved copy beside Pillow's own.
    MediaType.AVIF: 14,
}
"""What a decoder holds per pixel at its peak, as measured on Pillow 13."""
