"""A small Stripe: the part of its HTTP API that the Stripe rail uses, over a book that survives a SIGKILL.

    python -m tests.fakes.stripe --port 8012 --book .data/stripe.sqlite --key sk_test_fake \\
        --webhook-url http://127.0.0.1:8000/rails/stripe/notices

It shares nothing with the rail that it tests: what it knows of Stripe comes from Stripe's documentation. It refuses
parameters that it does not know, repeats answers under a key as Stripe does, signs and repeats its webhooks, shows
pages to pay and to sign up on, and meets with the misfortunes that somebody asked for (`control`).
"""
