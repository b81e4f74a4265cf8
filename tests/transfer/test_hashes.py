"""Passwords that came from Magento: compared in every form it has had, hashed anew by the first good sign-in."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable
from typing import Any

import nacl.pwhash
import pytest
from django.contrib.auth.hashers import check_password, get_hasher, identify_hasher, make_password
from django.http import HttpResponse
from pytest_django import Settings

from customers.models import Customer
from limits import hashing
from limits.errors import TooBusy
from tests.conftest import PASSWORD
from tests.limits.hashing import at_work
from transfer import hashers, hashes
from transfer.errors import HashNotVerifiable

SALT = "mgLqkqgTwLPLlCljzvF8hp67fNOOvOZb"
VECTORS = [
    ("123123", f"d708be3fe0fe0120840e8b13c8faae97424252c6374227ff59c05814f1aecd79:{SALT}:1"),
    ("123123q", "703feeb7a8a5195cf1cc9b759ba1e113:V2h36OrOJRh56MyGHw9NF1J855eL9X4P"),
    ("Password1", f"429c2a7866bee8c6fd4b49d03d917778:{SALT}:0"),
    ("Password1", f"57de99d214d26a17c71f00fe2b9d074a201346fa2e46597538221ee986dddd8b:{SALT}:1"),
    ("Password1", "90a025a1394b49943c8b7d56bae6867d4e40802bf58aed4e0f928fe7376d221b:mgLqkqgTwLPLlClj:2"),
    ("Password1", f"90a025a1394b49943c8b7d56bae6867d4e40802bf58aed4e0f928fe7376d221b:{SALT}:3_32_2_67108864"),
    ("Password1", f"77480e53349b9d56accf342b65beea919fd265de97773b25bcf5fe2d1aff4c1b:{SALT}:0:1"),
    ("Password1", f"a97a85ccae3016226a3ab08a6d0f550e0a1383731f8639f1c34cc89e5f98e9c1:{SALT}:1:2"),
    ("Password1", f"a97a85ccae3016226a3ab08a6d0f550e0a1383731f8639f1c34cc89e5f98e9c1:{SALT}:1:3_32_2_67108864"),
    ("Password1", f"b0b46ab6b0d0b084d1e4459206ee25410ed742e9ba354a60bb58b1dddcc82c71:{SALT}:0:1:3_32_2_67108864"),
]
SHA256 = VECTORS[0][1].split(":")[0]
NOT_VERIFIABLE = {
    f"{SHA256}:{SALT}:1:3": "its last upgrade did not note its parameters",
    f"{SHA256}:{SALT}:1".ljust(128, "x"): "it fills its column and may have been cut off",
    f"{SHA256}:{SALT}:3_32_99_9999999999": "its parameters ask for more work than is reasonable, or for none",
    f"{SHA256}:{SALT}:3_32_2_67108865": "its parameters ask for more work than is reasonable, or for none",
    f"{SHA256}:{SALT}:3_32_0_67108864": "its parameters ask for more work than is reasonable, or for none",
    f"{SHA256}:{SALT}:3_32_2_1024": "its parameters ask for more work than is reasonable, or for none",
    f"{SHA256}:{SALT}:3_15_2_67108864": "its parameters ask for more work than is reasonable, or for none",
    f"{SHA256}:{SALT}:3_65_2_67108864": "its parameters ask for more work than is reasonable, or for none",
    f"{SHA256}:{SALT}:3_32_2_99999999999": "it has an unknown version",
    f"{SHA256}:{SALT}:" + ":".join("111111111"): "it was hashed more than 8 times",
    f"{SHA256}:{SALT}:" + ":".join("2222"): "it was hashed by argon2id more than 3 times",
    f"{SHA256}:{SALT}:0": "its length is not that of its version",
    f"{SHA256}:{SALT}:1:0": "its length is not that of its version",
    f"{SHA256}:{SALT}:3_33_2_67108864": "its length is not that of its version",
    f"{SHA256}:{SALT}:4": "it has an unknown version",
    f"{SHA256}:{SALT}:": "it has an unknown version",
    f"{SHA256}:{SALT}:1:": "it has an unknown version",
    f"{SHA256}:{SALT}:-1": "it has an unknown version",
    f"{SHA256}:{SALT}:٣_32_2_67108864": "it has an unknown version",
    f"{SHA256}::2": "it has no salt",
    f"{SHA256}:sa\nlt:1": "its salt is no text",
    SHA256: "it is no hash of Magento's",
    f"{SHA256[:40]}:{SALT}": "it has no version",
    "": "it is no hash of Magento's",
    "$2y$10$abcdefghijklmnopqrstuuWz": "it is no hash of Magento's",
    f"{SHA256.upper()}:{SALT}:1": "it is no hash of Magento's",
}


@pytest.fixture
def real_hashers(settings: Settings) -> None:
    """What the shop hashes with, not what the suite does."""
    settings.PASSWORD_HASHERS = ["commerce.hashers.Argon2id", "transfer.hashers.Magento"]


@pytest.fixture
def quick_hashers(settings: Settings) -> None:
    """Magento's forms beside a hash of our own that takes no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "transfer.hashers.Magento"]


@pytest.mark.usefixtures("quick_hashers")
@pytest.mark.parametrize(("password", "stored"), VECTORS)
def test_a_password_is_compared_with_what_magento_stored(password: str, stored: str) -> None:
    encoded = hashers.encoded(stored)

    assert encoded.startswith(f"magento${stored}")
    assert check_password(password, encoded)
    assert not check_password(password + " ", encoded)
    assert not check_password("", encoded)
    assert identify_hasher(encoded).must_update(encoded)


@pytest.mark.usefixtures("quick_hashers")
def test_a_hash_of_two_parts_is_md5_or_sha256_by_its_length() -> None:
    salted = (SALT + "Password1").encode()
    old = f"{hashlib.md5(salted, usedforsecurity=False).hexdigest()}:{SALT}"
    newer = f"{hashlib.sha256(salted).hexdigest()}:{SALT}"

    assert hashers.encoded(old) == f"magento${old}:0"
    assert hashers.encoded(newer) == f"magento${newer}:1"
    assert check_password("Password1", hashers.encoded(old))
    assert check_password("Password1", hashers.encoded(newer))


@pytest.mark.parametrize(("stored", "reason"), NOT_VERIFIABLE.items())
def test_what_cannot_be_compared_is_told_without_hashing(
    stored: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashes, "hash_secret_raw", lambda **_: pytest.fail("something was hashed"))

    with pytest.raises(HashNotVerifiable) as refusal:
        hashers.encoded(stored)

    assert refusal.value == HashNotVerifiable(reason)


@pytest.mark.usefixtures("quick_hashers")
def test_a_hash_that_cannot_be_compared_fits_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashes, "hash_secret_raw", lambda **_: pytest.fail("something was hashed"))

    for stored in NOT_VERIFIABLE:
        assert not check_password("123123", f"magento${stored}")
        assert "not verifiable" in get_hasher("magento").safe_summary(f"magento${stored}")


def chain(password: str, salt: str, versions: list[str]) -> str:
    """The same by libsodium and hashlib, written from Magento's description alone."""
    text = password.encode()
    for version in versions:
        if version == "0":
            text = hashlib.md5(salt.encode() + text, usedforsecurity=False).hexdigest().encode()
        elif version == "1":
            text = hashlib.sha256(salt.encode() + text).hexdigest().encode()
        else:
            length, ops, memory = (32, 2, 67_108_864) if version == "2" else map(int, version.split("_")[1:])
            filled = (salt.encode() * 16)[:16]
            text = nacl.pwhash.argon2id.kdf(length, text, filled, opslimit=ops, memlimit=memory).hex().encode()
    return text.decode()


@pytest.mark.usefixtures("quick_hashers")
def test_random_chains_agree_with_libsodium() -> None:
    chance = random.Random(8)  # noqa: S311
    for _ in range(int(os.environ.get("RANDOM_HASHES", "300"))):
        versions = [chance.choice("01") for _ in range(chance.randrange(4))]
        for _ in range(chance.randrange(3)):
            place = chance.randrange(len(versions) + 1)
            memory = 1024 * chance.choice([8, 9, 64, 100, 1000])
            versions.insert(place, f"3_{chance.randrange(16, 65)}_{chance.randrange(1, 5)}_{memory}")
        versions = versions or ["1"]
        salt = "".join(chance.choices("abcXYZ019é", k=chance.choice([1, 2, 15, 16, 17, 32])))
        password = "".join(chance.choices("aB1 +:$é密", k=chance.randrange(1, 20)))
        stored = ":".join([chain(password, salt, versions), salt, *versions])
        if len(stored) >= hashes.LONGEST:
            continue

        assert hashes.read(stored).hash_of(password) == stored.split(":")[0], stored
        assert not check_password(password + "x", f"magento${stored}")


def test_the_argon_of_a_chain_has_the_same_bounded_room_as_ours(
    real_hashers: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded = hashers.encoded(VECTORS[5][1])
    full = hashing.Pool(1, 0)
    monkeypatch.setattr(hashing, "_pool", lambda: full)

    with at_work(full), pytest.raises(TooBusy):
        check_password("Password1", encoded)
    assert check_password("Password1", encoded)


class Counting:
    """How many times our own hash was made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        hasher = type(get_hasher())
        encode = hasher.encode

        def counted(*args: Any) -> Any:
            self.times += 1
            return encode(*args)

        monkeypatch.setattr(hasher, "encode", counted)


@pytest.mark.parametrize(
    ("stored", "ours"),
    [
        (VECTORS[2][1], 1),  # md5 takes no time, so a hash of ours is made beside it
        (VECTORS[6][1], 1),
        (f"{SHA256}:{SALT}:1:3_32_1_8192", 1),
        (f"{SHA256}:{SALT}:1:3", 1),
        (VECTORS[5][1], 0),  # has done as much work itself
        (VECTORS[7][1], 0),
    ],
)
@pytest.mark.usefixtures("quick_hashers")
def test_a_wrong_password_costs_as_much_as_for_nobody(stored: str, ours: int, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Counting(monkeypatch)

    assert not check_password("Wrong-Horse-9", f"magento${stored}")
    assert made.times == ours


@pytest.mark.usefixtures("real_hashers")
def test_the_first_good_sign_in_leaves_nothing_of_the_old_hash(
    grace: Customer, rest: Callable[..., HttpResponse]
) -> None:
    stored = VECTORS[6][1]
    Customer.objects.update(password_hash=hashers.encoded(stored))
    path, who = "/V1/integration/customer/token", {"username": grace.email}

    assert rest("POST", path, {**who, "password": "Password2"}).status_code == 401
    assert Customer.objects.get().password_hash == f"magento${stored}"

    assert rest("POST", path, {**who, "password": "Password1"}).status_code == 200
    kept = Customer.objects.get().password_hash
    assert kept.startswith("argon2$argon2id$v=19$m=65536,t=2,p=1$")
    assert stored.split(":")[0] not in kept

    assert rest("POST", path, {**who, "password": "Password1"}).status_code == 200
    assert Customer.objects.get().password_hash == kept


@pytest.mark.usefixtures("quick_hashers")
def test_a_password_that_came_can_be_changed_with_the_current_one(grace: Customer, graphql: Callable[..., Any]) -> None:
    Customer.objects.update(password_hash=hashers.encoded(VECTORS[3][1]))
    change = 'mutation { changeCustomerPassword(currentPassword: "Password1", newPassword: "%s") { email } }'

    answer = graphql(change % PASSWORD, by=grace)

    assert answer.body == {"data": {"changeCustomerPassword": {"email": grace.email}}}
    assert check_password(PASSWORD, Customer.objects.get().password_hash)
    assert not check_password("Password1", Customer.objects.get().password_hash)


@pytest.mark.usefixtures("quick_hashers")
def test_an_admin_signs_in_with_the_hash_of_magentos_admin(admin: Any, rest: Callable[..., HttpResponse]) -> None:
    admin.password = hashers.encoded(VECTORS[9][1])
    admin.save(update_fields=["password"])

    answer = rest("POST", "/V1/integration/admin/token", {"username": admin.username, "password": "Password1"})

    admin.refresh_from_db()
    assert answer.status_code == 200
    assert admin.password.startswith("md5$")


def test_nothing_is_hashed_in_magentos_form(quick_hashers: None) -> None:
    with pytest.raises(NotImplementedError):
        make_password(PASSWORD, hasher="magento")


def test_a_summary_shows_the_form_and_hides_the_hash(quick_hashers: None) -> None:
    hasher, encoded = get_hasher("magento"), f"magento${VECTORS[6][1]}"

    assert hasher.safe_summary(encoded) == {
        "algorithm": "magento",
        "versions": "0:1",
        "salt": "mgLqkq" + "*" * 26,
        "hash": "77480e" + "*" * 58,
    }
    assert hasher.decode(encoded)["versions"] == ("0", "1")
