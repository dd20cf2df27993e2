"""Which rails money goes over in this installation: the sandbox, and what the environment has keys or accounts for."""

from config import env


def configured_rails() -> dict[str, dict[str, object]]:
    """For the setting RAILS: each rail's options by its name."""
    rails: dict[str, dict[str, object]] = {
        "sandbox": {
            "url": env.text("SANDBOX_RAIL_URL", "http://127.0.0.1:8010"),
            "secret": env.text("SANDBOX_RAIL_SECRET", ""),
            "timeout_seconds": env.number("SANDBOX_RAIL_TIMEOUT_SECONDS", 5),
        }
    }
    # Cards and Connect exist for this installation only with a key of its own.
    if secret_key := env.text("STRIPE_SECRET_KEY", ""):
        rails["stripe"] = {
            "secret_key": secret_key,
            "webhook_secrets": tuple(env.words("STRIPE_WEBHOOK_SECRETS")),
            "api_base": env.text("STRIPE_API_BASE", "https://api.stripe.com"),
            "timeout_seconds": env.number("STRIPE_TIMEOUT_SECONDS", 10),
        }

    # A bank that takes SEPA files exists only where the platform has an account. Files go over HTTP, or through two
    # folders that an EBICS client or an SFTP mount empties and fills.
    if iban := env.text("SEPA_ACCOUNT_IBAN", ""):
        rails["sepa"] = {
            "holder": env.text("SEPA_ACCOUNT_HOLDER", ""),
            "iban": iban.replace(" ", ""),
            "bic": env.text("SEPA_ACCOUNT_BIC", ""),
            "collect_seconds": 60 * env.number("SEPA_COLLECT_MINUTES", 15),
        }
        if outbox := env.text("SEPA_OUTBOX", ""):
            rails["sepa"] |= {"outbox": outbox, "inbox": env.text("SEPA_INBOX", "")}
        else:
            rails["sepa"] |= {
                "url": env.text("SEPA_BANK_URL", ""),
                "user": env.text("SEPA_BANK_USER", ""),
                "password": env.text("SEPA_BANK_PASSWORD", ""),
                "timeout_seconds": env.number("SEPA_TIMEOUT_SECONDS", 30),
            }
    return rails
