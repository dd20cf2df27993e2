"""Compiles the gettext catalogues with Babel, since `msgfmt` may be absent. Compiled ones are never committed."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def stale_catalogues() -> list[Path]:
    """Catalogues whose compiled form is missing or older."""
    return [po for po in sorted(ROOT.glob("*/locale/*/LC_MESSAGES/*.po")) if not _is_compiled(po)]


def _is_compiled(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime


def compile_catalogues() -> int:
    """Compile those that changed; returns how many. Fuzzy entries are left out: a wrong translation misleads."""
    stale = stale_catalogues()
    if not stale:
        return 0
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in stale:
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        mo = po.with_suffix(".mo")
        partial = mo.with_suffix(".partial")
        with partial.open("wb") as target:
            write_mo(target, catalogue)
        partial.replace(mo)
    return len(stale)


if __name__ == "__main__":
    compile_catalogues()
