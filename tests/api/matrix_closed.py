"""Which addresses of the matrix speak of a contest by invitation, of a confidential one, or of a draft."""

BY_INVITATION = frozenset(
    {
        *("api:guests", "api:guest", "api:invitation-links", "api:invitation-link"),
        *("pages:brief_guests", "pages:brief_guest_withdraw", "pages:brief_link_make", "pages:brief_link_close"),
    }
)
CONFIDENTIAL = frozenset({"api:nda", "pages:nda"})
OF_A_DRAFT = frozenset(
    {
        *("api:attachments", "api:attachment", "api:brief-check", "api:duplicate"),
        *("pages:brief_files", "pages:brief_file_remove", "pages:brief_preview", "pages:brief_duplicate"),
    }
)
