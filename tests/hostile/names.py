"""A harmless picture by names that harm where names are believed."""

from tests.hostile.case import AT_THE_DOOR, KEPT, Case, always
from tests.unit.media.builders import picture, saved

HARMLESS_ENDING = (
    "../../../../etc/passwd.png",
    "..\\..\\windows\\system32\\a.png",
    "/etc/cron.d/a.png",
    "C:\\Windows\\a.png",
    "\\\\host\\share\\a.png",
    "file:///etc/passwd.png",
    "....//....//a.png",
    "%2e%2e%2fa.png",
    "a\0.png",
    "a.php\0.png",
    "\0.png",
    "a\r\nSet-Cookie: canary=1.png",
    'a"; filename="b.exe.png',
    "a\u202egnp.exe.png",
    "\u2066a\u2069.png",
    "a\u200b\u200d\ufeff.png",
    "a" * 300 + ".png",
    "\U0001f98a" * 300 + ".png",
    "e\u0301" * 200 + ".png",
    "CON.png",
    "nul.png",
    "a.png.",
    "a.png ",
    " .png",
    ".png",
    "-rf.png",
    "$(canary).png",
    "`canary`.png",
    "'; DROP TABLE contests_entry; --.png",
    "<img src=x onerror=alert(1)>.png",
    "{{7*7}}.png",
    "=cmd|' /C calc'!A0.png",
    "a.php;.png",
    "\ud800.png",
    "",
    ".",
    "..",
    "/",
    "\\",
    "\0",
    "no ending",
    "a.PNG",
)
HARMFUL_ENDING = (
    "a.png.exe",
    "a.php",
    "a.svg",
    "a.html",
    "a.png/.htaccess.php",
    "a.png::$DATA",
    "a.png%00.php",
    "a.shtml",
)


def name_cases() -> list[Case]:
    """Kept under a name that harms nobody, or refused for the ending."""
    data = always(saved(picture((64, 64)), "PNG"))
    kept = [Case("names", ascii(name)[:60], name, data, frozenset({KEPT, AT_THE_DOOR})) for name in HARMLESS_ENDING]
    return kept + [Case("names", name, name, data, frozenset({AT_THE_DOOR})) for name in HARMFUL_ENDING]
