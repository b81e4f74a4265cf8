"""Takes the pictures of docs/admin.md, from a demo with a month behind it: `make pictures`."""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WIDE, NARROW = {"width": 1300, "height": 860}, {"width": 375, "height": 780}
FIRST = ["Ada", "Ben", "Carla", "David", "Edith", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Lars", "Mona"]
LAST = ["Novak", "Lindqvist", "Okafor", "Costa", "Meyer", "Haddad", "Larsen", "Rossi", "Varga", "Silva"]

PICTURES = [
    ("dashboard", "/admin/", WIDE),
    ("customers", "/admin/customers/customer/?created_at_from=2020-01-01&group__id__exact=1", WIDE),
    ("customer", "/admin/customers/customer/1/change/", WIDE),
    ("address", "/admin/customers/customer/1/change/#addresses-group", WIDE),
    ("devices-and-history", "/admin/customers/customer/1/change/#devices", WIDE),
    ("history", "/admin/history/entry/", WIDE),
    ("attribute", "/admin/attributes/attribute/2/change/", WIDE),
    ("configuration", "/admin/stores/configvalue/", WIDE),
    ("mails", "/admin/outbox/mail/", WIDE),
    ("import", "/admin/transfer/customerimport/1/change/", WIDE),
    ("narrow", "/admin/customers/customer/1/change/", NARROW),
]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/pictures.sqlite3"
        os.environ |= {"DUPLEX_MODE": "demo", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "commerce.settings"}
        import django

        django.setup()
        fill()
        take(Path(folder), url)


def fill() -> None:
    """A month of a small shop, done by the domain's own functions."""
    from django.core.management import call_command
    from django.utils import timezone

    from customers import accounts, lookups, resets, sign_in
    from customers.models import Customer
    from history.models import Entry
    from kernel import origin
    from stores import lookups as stores

    call_command("demo", "--prepare")
    store, chance, now = stores.default_store(), random.Random(7), timezone.now()  # noqa: S311
    for number in range(64):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        with origin.coming_from(origin.Origin(origin.GUEST, address="203.0.113.7")):
            customer = accounts.create_customer(
                store=store,
                fields={"firstname": first, "lastname": last, "email": f"{first}.{last}{number}@example.com".lower()},
            )
        ago = dt.timedelta(days=30 * chance.random() ** 1.6, minutes=number)
        told = {"created_at": now - ago}
        if number % 16 == 5:
            told["locked_until_at"] = now + dt.timedelta(minutes=9)
        Customer.objects.filter(pk=customer.pk).update(**told)
        Entry.objects.filter(subject="customer", subject_id=customer.pk).update(at=now - ago)
    Customer.objects.filter(pk__in=[20, 33, 41]).update(confirmation_key="waiting")
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    veronica = lookups.customer_by_id(1)
    with origin.coming_from(origin.Origin(origin.GUEST, address="198.51.100.20", agent=agent)):
        sign_in.create_customer_access_token(store=store, email=veronica.email, password=demo_password(veronica.email))
        accounts.change_customer(customer=veronica, fields={"middlename": "Maria"})
        resets.request_password_reset(store=store, email=veronica.email)

    look_at_a_file()


def look_at_a_file() -> None:
    """A file of customers somebody has uploaded; a few of its rows are wrong."""
    import time

    from admins.models import AdminUser
    from kernel import origin
    from transfer import uploads
    from transfer.kinds import Behavior

    rows = ["email,_website,_store,firstname,lastname,password_hash,shoe_size"]
    for number in range(2400):
        email = f"{FIRST[number % 13]}.{LAST[number % 10]}{number}@example.net".lower() if number % 311 else "none"
        stored = f"{'0' * 32}:salt{number}:{0 if number % 97 else '0:3'}"
        rows.append(f"{email},base,{'default' if number % 401 else 'france'},{FIRST[number % 13]},Novak,{stored},42")
    merchant = AdminUser.objects.get()
    with origin.coming_from(origin.Origin(origin.Actor(origin.Kind.ADMIN, merchant.pk, merchant.username))):
        upload = uploads.Upload("customer.csv")
        upload.write("\n".join(rows).encode())
        job = upload.take(behavior=Behavior.ADD_UPDATE, separator=",", ignore_unknown_columns=True)
        uploads.check(job)
    while uploads.running():
        time.sleep(0.1)


def demo_password(email: str) -> str:
    from commerce import demo

    return dict(demo.credentials())[email]


def take(folder: Path, url: str) -> None:
    """Look at every page and keep what is seen."""
    from commerce import demo
    from tests.browser import chromium
    from tests.server import running_demo

    with running_demo(folder, url) as server, chromium() as browser:
        page = browser.new_page(base_url=server.base)
        page.goto("/admin/")
        page.fill("[name=username]", demo.ADMIN)
        page.fill("[name=password]", demo.ADMIN_PASSWORD)
        page.keyboard.press("Enter")
        page.locator("#nav-sidebar").wait_for()
        for name, place, size in PICTURES:
            page.set_viewport_size(size)
            page.goto("about:blank")
            page.goto(place)
            if name == "address":
                page.locator("#addresses-group button[aria-expanded]").first.click()
            page.wait_for_timeout(500)
            page.screenshot(path=HERE / f"{name}.png")
            print(f"docs/pictures/{name}.png")  # noqa: T201


if __name__ == "__main__":
    main()
