"""Keeps what a maker declares of a version, and holds it to what the brief allows."""

from contests.declaration_rules import DeclarationDraft, problems_in_declaration, problems_with_policy
from contests.errors import InvalidEntry
from contests.models import Brief, Contest, DeclaredItem, EntryVersion, VersionDeclaration


def check_declaration(contest: Contest, draft: DeclarationDraft | None) -> None:
    """Refuse a declaration that is not whole, or more AI than the brief allows. Raises InvalidEntry."""
    policy = Brief.objects.values_list("ai_policy", flat=True).get(contest=contest)
    problems = [*(problems_in_declaration(draft) if draft else ()), *problems_with_policy(policy, draft)]
    if problems:
        raise InvalidEntry(problems)


def keep_declaration(version: EntryVersion, draft: DeclarationDraft) -> None:
    """Write it, with the version and before its files. The caller has checked it."""
    declaration = VersionDeclaration.objects.create(
        version=version,
        ai_use=draft.ai_use,
        ai_tool=draft.ai_tool.strip(),
        ai_purpose=draft.ai_purpose.strip(),
    )
    DeclaredItem.objects.bulk_create(
        DeclaredItem(
            declaration=declaration,
            position=position,
            kind=item.kind,
            name=item.name.strip(),
            address=item.address.strip(),
            licence=item.licence.strip(),
        )
        for position, item in enumerate(draft.items)
    )
