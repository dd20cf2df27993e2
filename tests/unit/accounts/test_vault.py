"""What is sealed: read again by whoever holds a key, in its own place only, and by nobody who changed a bit of it."""

import base64
import secrets

import pytest

from accounts.vault import keyring, opening, sealing
from config import env

WORDS = "FR1420041010050500013M02606"
OLD, NEW = bytes(range(32)), bytes(range(32, 64))


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.DATA_KEYS = [OLD]


def seal(words=WORDS, purpose="test", context="user:1"):
    return sealing.seal(words, purpose=purpose, context=context)


def unseal(sealed, purpose="test", context="user:1"):
    return opening.unseal(sealed, purpose=purpose, context=context)


@pytest.mark.parametrize("words", ["x", WORDS, "acct_1032D82eZvKYlo2C", "é" * 300])
def test_what_was_sealed_is_read_again(words):
    sealed = seal(words)
    assert len(words) == 1 or words.encode() not in sealed
    assert unseal(sealed) == words == unseal(memoryview(sealed))


def test_equal_words_do_not_look_equal_but_their_fingerprints_do():
    assert len({seal() for _ in range(100)}) == 100
    assert sealing.fingerprint(WORDS, purpose="test") == sealing.fingerprint(WORDS, purpose="test")
    assert sealing.fingerprint(WORDS, purpose="test") != sealing.fingerprint(WORDS[:-1] + "7", purpose="test")
    assert WORDS.encode() not in sealing.fingerprint(WORDS, purpose="test")


def test_every_changed_bit_is_noticed():
    sealed = seal()
    for place in range(len(sealed)):
        for bit in (1, 128):
            changed = bytearray(sealed)
            changed[place] ^= bit
            with pytest.raises((opening.CannotOpen, keyring.UnknownKey)):
                unseal(bytes(changed))
    for length in range(len(sealed)):
        with pytest.raises((opening.CannotOpen, keyring.UnknownKey)):
            unseal(sealed[:length])


@pytest.mark.parametrize(("purpose", "context"), [("test", "user:2"), ("test", ""), ("other", "user:1")])
def test_in_another_place_it_does_not_open(purpose, context):
    with pytest.raises(opening.CannotOpen) as refusal:
        unseal(seal(), purpose=purpose, context=context)
    assert WORDS not in str(refusal.value) and refusal.value.__suppress_context__


def test_the_newest_key_seals_and_every_key_opens(settings):
    before = seal()
    settings.DATA_KEYS = [NEW, OLD]
    after = seal()
    assert sealing.key_id_of(before) != sealing.key_id_of(after)
    assert unseal(before) == unseal(after) == WORDS
    assert (sealing.is_sealed_newest(before, purpose="test"), sealing.is_sealed_newest(after, purpose="test")) == (
        False,
        True,
    )
    settings.DATA_KEYS = [NEW]
    assert unseal(after) == WORDS
    with pytest.raises(keyring.UnknownKey, match=sealing.key_id_of(before).hex()):
        unseal(before)


def test_a_row_is_found_equal_whichever_key_it_was_written_under(settings):
    before = sealing.fingerprint(WORDS, purpose="test")
    settings.DATA_KEYS = [NEW, OLD]
    assert sealing.fingerprint(WORDS, purpose="test") != before
    assert before in sealing.possible_fingerprints(WORDS, purpose="test")
    assert before not in sealing.possible_fingerprints(WORDS, purpose="other")


def test_no_key_is_shown_by_accident():
    shown = f"{keyring.all_keys('test')!r} {keyring.newest_key('test')}"
    assert OLD.hex() not in shown and "cipher_key" not in shown


def test_keys_are_read_from_the_environment_newest_first(monkeypatch):
    first, second = secrets.token_bytes(32), secrets.token_bytes(32)
    words = [base64.b64encode(first).decode(), base64.urlsafe_b64encode(second).decode().rstrip("=")]
    monkeypatch.setenv("SOME_KEYS", f" {words[0]}, {words[1]},")
    assert env.keys("SOME_KEYS") == [first, second]


@pytest.mark.parametrize("value", ["", " , ", "short", base64.b64encode(b"x" * 31).decode(), "ä" * 43, "!" * 44])
def test_a_malformed_key_is_an_error_that_does_not_repeat_it(monkeypatch, value):
    monkeypatch.setenv("SOME_KEYS", value)
    with pytest.raises(env.SettingMissing) as refusal:
        env.keys("SOME_KEYS")
    assert "SOME_KEYS" in str(refusal.value)
    assert not value.strip(" ,") or value not in str(refusal.value)
