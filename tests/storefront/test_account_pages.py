"""Opening an account on the pages, changing it, its passwords, its newsletter, its devices, and closing it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from attributes.errors import AttributeValueRequired, InvalidDate, OptionNotOffered
from attributes.models import Attribute, AttributeOption
from auth_tokens import devices
from auth_tokens.models import Token
from customers import config as settings
from customers import name_options, newsletter, resets
from customers.errors import (
    AccountLocked,
    BirthDateInFuture,
    CurrentPasswordWrong,
    EmailNotValid,
    EmailTaken,
    EmailTakenAtSignUp,
    EmailToResendNotValid,
    EmailToResetMissing,
    EmailToResetNotValid,
    GenderNotValid,
    NameNotValid,
    PasswordTooShort,
    ResetRequestsTooSoon,
)
from customers.models import Customer, Subscription
from limits.errors import ChallengeFailed
from stores import config
from stores.models import Store
from tests.conftest import PASSWORD
from tests.mails import delivered, forget
from tests.storefront.shopper import LOGIN, problems, required, signed_in, text_of, told

MY_ACCOUNT = "/customer/account/"
CREATE, EDIT, DELETE = "/customer/account/create/", "/customer/account/edit/", "/customer/account/delete/"
FORGOT, RESEND = "/customer/account/forgotpassword/", "/customer/account/confirmation/"
NEWSLETTER, DEVICES = "/newsletter/manage/", "/customer/account/devices/"
NEW_PASSWORD = "Another-Horse-7"
DIFFERENT = "Please make sure your passwords match."


@pytest.fixture
def at_home(grace: Customer) -> Client:
    """A browser Grace is signed in with."""
    return signed_in(grace)


def is_signed_in(client: Client) -> bool:
    return client.get(MY_ACCOUNT).status_code == 200


def lena(**differences: Any) -> dict[str, Any]:
    """What somebody fills in who opens an account."""
    return {
        "firstname": "Lena",
        "lastname": "Hofmann",
        "email": "lena@example.org",
        "password": PASSWORD,
        "password_confirmation": PASSWORD,
        **differences,
    }


def edited(**differences: Any) -> dict[str, Any]:
    return {"firstname": "Grace", "lastname": "Holloway", **differences}


# Opening an account


@pytest.mark.parametrize("path", [CREATE, CREATE[:-1], "/customer/account/createpost/"])
def test_somebody_opens_an_account_and_is_signed_in(client: Client, store: Store, path: str) -> None:
    answer = client.post(path, lena(), follow=True)

    assert answer.redirect_chain == [(MY_ACCOUNT, 302)]
    assert told(answer) == ["Thank you for registering with Main Website Store."]
    assert "Lena Hofmann<br>lena@example.org" in text_of(answer)
    customer = Customer.objects.get()
    assert customer.password_is(PASSWORD)
    assert not customer.is_subscribed


def test_signing_up_leads_to_where_somebody_wanted_to_go(client: Client, store: Store) -> None:
    asked = client.get("/customer/address/", follow=True)
    link = re.search(r'href="(/customer/account/create/\?[^"]+)"', text_of(asked))
    assert link
    form = client.get(link[1])

    answer = client.post(CREATE, lena(next=form.context["next"]))

    assert answer["Location"] == "/customer/address/"


@pytest.mark.parametrize("elsewhere", ["//evil.example", r"/\evil.example", "javascript:alert(1)", "https://e.example"])
def test_signing_up_never_leads_elsewhere(client: Client, store: Store, elsewhere: str) -> None:
    assert client.get(CREATE, {"next": elsewhere}).context["next"] == MY_ACCOUNT
    assert client.post(CREATE, lena(next=elsewhere))["Location"] == MY_ACCOUNT


def test_all_that_is_wrong_is_told_at_once_and_what_was_typed_is_kept(client: Client, store: Store) -> None:
    wrong = lena(firstname="<b>", lastname=" ", email="lena", password="short", password_confirmation="short")

    answer = client.post(CREATE, wrong)

    assert problems(answer) == {
        "firstname": [NameNotValid("First Name").message],
        "lastname": required("Last Name"),
        "email": [EmailNotValid().message],
        "password": [PasswordTooShort("8").message],
    }
    assert answer.context["form"]["email"].value() == "lena"
    assert b'value="short"' not in answer.content
    assert b'value="&lt;b&gt;"' in answer.content
    assert "<title>Error: Create New Customer Account" in text_of(answer)
    assert not Customer.objects.exists()
    assert "sessionid" not in client.cookies


def test_an_empty_form_opens_nothing(client: Client, store: Store) -> None:
    answer = client.post(CREATE, {})

    assert set(problems(answer)) == {"firstname", "lastname", "email", "password"}
    assert not Customer.objects.exists()


def test_passwords_that_differ_open_nothing(client: Client, store: Store) -> None:
    answer = client.post(CREATE, lena(password_confirmation="Different-Horse-9"))

    assert problems(answer) == {"password_confirmation": [DIFFERENT]}
    assert not Customer.objects.exists()


def test_an_email_with_an_account_is_told_with_a_way_to_its_password(client: Client, grace: Customer) -> None:
    answer = client.post(CREATE, lena(email="GRACE@example.org"))

    assert problems(answer) == {"email": [EmailTakenAtSignUp().message]}
    assert f"{FORGOT}?email=GRACE%40example.org" in text_of(answer)
    assert Customer.objects.count() == 1


def test_an_account_that_has_to_be_confirmed_signs_nobody_in(
    client: Client, store: Store, django_capture_on_commit_callbacks: Any
) -> None:
    config.write(settings.CONFIRM, "1")

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(CREATE, lena(email="lena+1@example.org"))
    after = client.get(answer["Location"])

    assert answer["Location"] == LOGIN
    assert told(after) == [
        "You must confirm your account. Please check your email for the confirmation link or "
        '<a href="/customer/account/confirmation/?email=lena%2B1%40example.org">click here</a> for a new link.'
    ]
    assert delivered()[-1].to == ["lena+1@example.org"]
    assert not is_signed_in(client)

    refused = client.post(LOGIN, {"login[username]": "lena+1@example.org", "login[password]": PASSWORD})
    assert "/customer/account/confirmation/?email=lena%2B1%40example.org" in text_of(refused)


def test_somebody_signed_in_opens_no_second_account(at_home: Client) -> None:
    shown, sent = at_home.get(CREATE), at_home.post(CREATE, lena())

    assert [shown["Location"], sent["Location"]] == [MY_ACCOUNT, MY_ACCOUNT]
    assert Customer.objects.count() == 1


def test_the_newsletter_is_offered_where_there_is_one(client: Client, store: Store) -> None:
    client.post(CREATE, lena(is_subscribed="on"))
    config.write(settings.NEWSLETTER_ACTIVE, "0")
    without = Client().get(CREATE)

    assert Customer.objects.get().is_subscribed
    assert "Sign Up for Newsletter" not in text_of(without)


def test_help_is_offered_where_the_merchant_gives_it(client: Client, store: Store) -> None:
    ignored = client.post(CREATE, lena(allow_remote_shopping_assistance="on"))
    config.write(settings.LOGIN_AS_CUSTOMER, "1")
    taken = Client().post(CREATE, lena(email="anna@example.org", allow_remote_shopping_assistance="on"))

    assert [ignored.status_code, taken.status_code] == [302, 302]
    allowed = dict(Customer.objects.values_list("email", "allow_remote_shopping_assistance"))
    assert allowed == {"lena@example.org": False, "anna@example.org": True}


def is_no_robot(*, form: str, answer: str, address: str) -> bool:
    return (form, answer) == ("customer_create", "a good answer")


def test_a_form_sends_the_answer_of_a_challenge(client: Client, store: Store, settings: Any) -> None:
    settings.BOT_CHALLENGE = f"{__name__}.is_no_robot"

    refused = client.post(CREATE, lena(challenge="a wrong answer"))
    without = client.post(CREATE, lena())
    taken = client.post(CREATE, lena(challenge="a good answer"))

    assert problems(refused) == problems(without) == {"__all__": [ChallengeFailed().storefront_message]}
    assert taken.status_code == 302
    assert Customer.objects.count() == 1


def test_nobody_gives_themselves_what_is_the_shops(client: Client, store: Store) -> None:
    client.post(CREATE, lena(group_id="3", website_id="7", created_in="x", disable_auto_group_change="1", id="5"))

    customer = Customer.objects.get()
    assert (customer.group_id, customer.website_id, customer.created_in) == (1, store.website_id, store.name)
    assert not customer.disable_auto_group_change


# What a form asks for


def test_the_settings_decide_what_is_asked_for(client: Client, store: Store) -> None:
    plain = list(client.get(CREATE).context["form"].fields)
    for path in (settings.SHOW_PREFIX, settings.SHOW_MIDDLENAME, settings.SHOW_SUFFIX, settings.SHOW_TAXVAT):
        config.write(path, "opt")
    config.write(settings.SHOW_DOB, "req")
    config.write(settings.SHOW_GENDER, "req")

    shown = client.get(CREATE)
    refused = client.post(CREATE, lena())
    taken = client.post(CREATE, lena(prefix="Dr.", dob="1984-02-29", gender="2", taxvat="DE136695976"))

    assert plain[:4] == ["firstname", "lastname", "email", "is_subscribed"]
    assert list(shown.context["form"].fields)[:9] == [
        "prefix", "firstname", "middlename", "lastname", "suffix", "email", "dob", "taxvat", "gender",
    ]  # fmt: skip
    assert 'type="date" name="dob" autocomplete="bday" aria-required="true"' in text_of(shown)
    assert problems(refused) == {"dob": required("Date of Birth"), "gender": required("Gender")}
    assert taken.status_code == 302
    customer = Customer.objects.get()
    assert (customer.prefix, str(customer.dob), customer.gender) == ("Dr.", "1984-02-29", 2)
    assert customer.taxvat == "DE136695976"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"dob": "2999-01-01"}, {"dob": [BirthDateInFuture().message]}),
        ({"dob": "yesterday"}, {"dob": [InvalidDate().message]}),
        ({"gender": "7"}, {"gender": [GenderNotValid("7").message]}),
        ({"gender": "x"}, {"gender": [GenderNotValid("x").message]}),
    ],
)
def test_what_no_control_offers_is_refused_on_its_field(
    client: Client, store: Store, sent: dict[str, str], expected: dict[str, list[str]]
) -> None:
    config.write(settings.SHOW_DOB, "opt")
    config.write(settings.SHOW_GENDER, "opt")

    answer = client.post(CREATE, lena(**sent))

    assert problems(answer) == expected
    assert not Customer.objects.exists()


def test_prefixes_a_merchant_lists_are_chosen(store: Store, grace: Customer, at_home: Client) -> None:
    config.write(settings.SHOW_PREFIX, "opt")
    config.write(settings.PREFIX_OPTIONS, " Ms ; Mr ;; Dr")
    Customer.objects.update(prefix="Prof")

    answer = at_home.get(EDIT)

    assert name_options.offered(store) == {"prefix": ["Ms", "Mr", "Dr"], "suffix": []}
    choices = [value for value, _ in answer.context["form"].fields["prefix"].widget.choices]
    assert choices == ["", "Ms", "Mr", "Dr", "Prof"]  # what somebody has already is not taken away
    assert '<option value="Prof" selected>Prof</option>' in text_of(answer)


def attribute(code: str, input_type: str, **differences: Any) -> Attribute:
    values = {"label": code.capitalize(), "forms": ["customer_account_create", "customer_account_edit"], **differences}
    return Attribute.objects.create(entity_type="customer", code=code, input_type=input_type, **values)


@pytest.fixture
def custom(db: None) -> None:
    """A custom attribute of every kind of input, and some that are not asked for."""
    attribute("motto", "text", sort_order=200, note="What you live by", default_value="Onward")
    attribute("about", "textarea", sort_order=210)
    attribute("hobbies", "multiline", sort_order=220, multiline_count=3)
    attribute("member_since", "date", sort_order=230)
    size = attribute("size", "select", sort_order=240)
    days = attribute("days", "multiselect", sort_order=250)
    attribute("call_me", "boolean", sort_order=35, is_required=True)
    for pk, (owner, label, is_default) in enumerate(
        [(size, "Small", False), (size, "Large", True), (days, "Monday", False), (days, "Friday", False)], start=901
    ):
        AttributeOption.objects.create(pk=pk, attribute=owner, label=label, is_default=is_default, sort_order=pk)
    attribute("secret", "text", is_visible=False)
    attribute("of_the_shop", "text", forms=["adminhtml_customer"])


def test_custom_attributes_stand_in_their_order_with_a_control_of_their_kind(client: Client, custom: None) -> None:
    answer = client.get(CREATE)
    form = answer.context["form"]

    assert list(form.shown) == [
        "custom_attributes[call_me]", "firstname", "lastname", "email", "custom_attributes[motto]",
        "custom_attributes[about]", "custom_attributes[hobbies]", "custom_attributes[member_since]",
        "custom_attributes[size]", "custom_attributes[days]",
    ]  # fmt: skip
    text = text_of(answer)
    assert '<input type="text" name="custom_attributes[motto]" value="Onward"' in text
    assert "What you live by" in text
    assert '<textarea name="custom_attributes[about]"' in text
    assert text.count('name="custom_attributes[hobbies][]"') == 3
    assert '<input type="date" name="custom_attributes[member_since]"' in text
    assert '<option value="902" selected>Large</option>' in text
    assert text.count('type="checkbox" name="custom_attributes[days]"') == 2
    assert "secret" not in text
    assert "of_the_shop" not in text


def test_custom_attributes_are_kept_as_the_domain_keeps_them(client: Client, custom: None) -> None:
    sent = {
        "custom_attributes[motto]": "",
        "custom_attributes[about]": "One\r\nTwo",
        "custom_attributes[hobbies][]": ["Rowing", "", "Chess"],
        "custom_attributes[member_since]": "2020-05-17",
        "custom_attributes[size]": "901",
        "custom_attributes[days]": ["904", "903"],
        "custom_attributes[call_me]": "0",
        "custom_attributes[secret]": "x",
        "custom_attributes[of_the_shop]": "x",
    }

    answer = client.post(CREATE, lena(**sent))

    assert answer.status_code == 302
    assert Customer.objects.get().custom_values == {
        "about": "One\nTwo",
        "hobbies": "Rowing\n\nChess",
        "member_since": "2020-05-17",
        "size": "901",
        "days": "903,904",
        "call_me": "0",
    }


def test_what_is_wrong_with_a_custom_attribute_stands_at_it(client: Client, custom: None) -> None:
    sent = {"custom_attributes[size]": "903", "custom_attributes[member_since]": "soon", "custom_attributes[days]": "7"}

    answer = client.post(CREATE, lena(**sent))

    assert problems(answer) == {
        "custom_attributes[call_me]": required("Call_me"),
        "custom_attributes[member_since]": [InvalidDate().message],
        "custom_attributes[size]": [OptionNotOffered("size", "903").message],
        "custom_attributes[days]": [OptionNotOffered("days", "7").message],
    }
    assert 'aria-describedby="id_custom_attributes[size]_error"' in text_of(answer)
    assert not Customer.objects.exists()


def test_editing_shows_custom_values_and_takes_some_away(grace: Customer, at_home: Client, custom: None) -> None:
    Customer.objects.update(
        custom_values={"hobbies": "Rowing\nChess", "days": "903,904", "call_me": "1", "secret": "kept", "size": "901"}
    )

    shown = at_home.get(EDIT)
    answer = at_home.post(EDIT, edited(**{"custom_attributes[call_me]": "1", "custom_attributes[days]": "904"}))

    assert shown.context["form"]["custom_attributes[hobbies]"].value() == ["Rowing", "Chess"]
    assert text_of(shown).count('type="checkbox" name="custom_attributes[days]"') == 2
    assert text_of(shown).count(" checked") == 2
    assert answer.status_code == 302
    assert Customer.objects.get().custom_values == {"days": "904", "call_me": "1", "secret": "kept"}


# Forgotten passwords and confirmations


def sent_by(path: str, email: str, capture: Any) -> tuple[Any, list[str]]:
    """What a form that asks for an e-mail says, and whom mails went to."""
    forget()
    with capture(execute=True):
        answer = Client().post(path, {"email": email}, follow=True)
    return answer, [each.to[0] for each in delivered()]


@pytest.mark.parametrize("path", [FORGOT, "/customer/account/forgotpasswordpost/"])
def test_a_forgotten_password_is_answered_alike_for_everybody(
    grace: Customer, otto: Customer, django_capture_on_commit_callbacks: Any, path: str
) -> None:
    config.write(settings.RESET_PROTECTION, settings.BY_EMAIL)
    Customer.objects.filter(pk=otto.pk).update(locked_until_at=timezone.now() + dt.timedelta(hours=1))
    known, to_known = sent_by(path, grace.email, django_capture_on_commit_callbacks)
    locked, to_locked = sent_by(path, otto.email, django_capture_on_commit_callbacks)
    unknown, to_unknown = sent_by(path, "nobody@example.org", django_capture_on_commit_callbacks)

    sentence = "If there is an account associated with {} you will receive an email with a link to reset your password."
    assert [to_known, to_locked, to_unknown] == [[grace.email], [], []]
    for answer, email in ((known, grace.email), (locked, otto.email), (unknown, "nobody@example.org")):
        assert answer.redirect_chain == [(LOGIN, 302)]
        assert told(answer) == [sentence.format(email)]


@pytest.mark.parametrize("email", ["grace@example.org", "nobody@example.org"])
def test_asking_again_at_once_is_refused_alike_for_everybody(client: Client, grace: Customer, email: str) -> None:
    client.post(FORGOT, {"email": email})
    again = client.post(FORGOT, {"email": email})

    assert problems(again) == {"email": [ResetRequestsTooSoon("support@example.com").message]}


@pytest.mark.parametrize(("email", "problem"), [("", EmailToResetMissing), ("x", EmailToResetNotValid)])
def test_what_is_no_email_gets_no_mail(client: Client, store: Store, email: str, problem: Any) -> None:
    answer = client.post(FORGOT, {"email": email})

    assert problems(answer) == {"email": [problem(fieldName="email").storefront_message]}
    assert delivered() == []


def test_a_typed_email_is_escaped_where_it_is_told(client: Client, store: Store) -> None:
    answer = client.post(FORGOT, {"email": '"<b>"@example.org'}, follow=True)

    assert b"<b>" not in answer.content


def test_a_confirmation_is_sent_again_and_answered_alike_for_everybody(
    grace: Customer, make_customer: Callable[..., Customer], django_capture_on_commit_callbacks: Any
) -> None:
    config.write(settings.RESET_PROTECTION, settings.BY_EMAIL)
    config.write(settings.CONFIRM, "1")
    make_customer(email="late@example.org")

    waiting, to_waiting = sent_by(RESEND, "late@example.org", django_capture_on_commit_callbacks)
    confirmed, to_confirmed = sent_by(RESEND, grace.email, django_capture_on_commit_callbacks)
    unknown, to_unknown = sent_by(RESEND, "nobody@example.org", django_capture_on_commit_callbacks)
    wrong, _ = sent_by(RESEND, "nobody", django_capture_on_commit_callbacks)

    assert [to_waiting, to_confirmed, to_unknown] == [["late@example.org"], [], []]
    sentences = {told(each)[0].replace(email, "%1") for each, email in (
        (waiting, "late@example.org"), (confirmed, grace.email), (unknown, "nobody@example.org"),
    )}  # fmt: skip
    assert len(sentences) == 1
    assert problems(wrong) == {"email": [EmailToResendNotValid().message]}


def test_the_email_of_a_link_is_filled_in(client: Client, store: Store) -> None:
    answer = client.get(RESEND, {"email": "lena@example.org"})

    assert answer.context["form"]["email"].value() == "lena@example.org"


def test_a_reset_signs_everybody_out_and_nobody_in(
    at_home: Client, grace: Customer, store: Store, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        resets.request_password_reset(store=store, email=grace.email)
    link = urlsplit(re.search(r"http\S+", str(delivered()[-1].body))[0])  # type: ignore[index]
    sent = dict(
        re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"', text_of(at_home.get(link.path + "?" + link.query))
        )
    )

    answer = at_home.post(link.path, sent | {"newPassword": NEW_PASSWORD, "confirmation": NEW_PASSWORD})

    assert "You updated your password." in text_of(answer)
    assert '<a href="/customer/account/login/">Sign In</a>' in text_of(answer)
    assert not is_signed_in(at_home)
    assert is_signed_in(signed_in(grace, NEW_PASSWORD))


# Editing


def test_a_name_is_changed_without_a_password(at_home: Client, grace: Customer) -> None:
    answer = at_home.post(EDIT, edited(firstname="Gracia"), follow=True)

    assert answer.redirect_chain == [(MY_ACCOUNT, 302)]
    assert told(answer) == ["You saved the account information."]
    assert Customer.objects.get().firstname == "Gracia"


def test_an_email_and_passwords_count_only_where_their_box_is_ticked(at_home: Client, grace: Customer) -> None:
    sent = {"email": "new@example.org", "password": NEW_PASSWORD, "password_confirmation": "x", "current_password": "x"}

    answer = at_home.post(EDIT, edited(**sent))

    assert answer.status_code == 302
    customer = Customer.objects.get()
    assert customer.email == grace.email
    assert customer.password_is(PASSWORD)


def test_an_email_is_changed_with_the_current_password(at_home: Client, grace: Customer) -> None:
    sent = {"change_email": "on", "email": "new@example.org"}

    missing = at_home.post(EDIT, edited(**sent))
    wrong = at_home.post(EDIT, edited(firstname="Changed", current_password="Wrong-Horse-9", **sent))
    unchanged = Customer.objects.get()
    right = at_home.post(EDIT, edited(current_password=PASSWORD, **sent))

    assert problems(missing) == {"current_password": required("Current Password")}
    assert problems(wrong) == {"current_password": [CurrentPasswordWrong().message]}
    assert (unchanged.email, unchanged.firstname) == ("grace@example.org", "Grace")
    assert right.status_code == 302
    assert Customer.objects.get().email == "new@example.org"
    assert is_signed_in(at_home)


@pytest.mark.parametrize(
    ("email", "expected"),
    [("otto@example.org", EmailTaken), ("no email", EmailNotValid), ("", EmailNotValid)],
)
def test_an_email_that_cannot_be_is_refused(
    at_home: Client, grace: Customer, otto: Customer, email: str, expected: Any
) -> None:
    answer = at_home.post(EDIT, edited(change_email="on", email=email, current_password=PASSWORD))

    assert problems(answer)["email"] in ([expected().message], [f'"{email}" is not a valid email address.'])
    assert Customer.objects.get(pk=grace.pk).email == "grace@example.org"


def test_a_new_password_keeps_this_session_and_ends_the_others(at_home: Client, grace: Customer) -> None:
    elsewhere = signed_in(grace)
    before = at_home.cookies["sessionid"].value
    sent = {"change_password": "on", "password": NEW_PASSWORD, "password_confirmation": NEW_PASSWORD}

    answer = at_home.post(EDIT, edited(current_password=PASSWORD, **sent))

    assert answer.status_code == 302
    assert Customer.objects.get().password_is(NEW_PASSWORD)
    assert is_signed_in(at_home)
    assert at_home.cookies["sessionid"].value != before
    assert not is_signed_in(elsewhere)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"password": "short", "password_confirmation": "short", "current_password": PASSWORD}, "password"),
        ({"password": "", "password_confirmation": "", "current_password": PASSWORD}, "password"),
        (
            {"password": NEW_PASSWORD, "password_confirmation": "x", "current_password": PASSWORD},
            "password_confirmation",
        ),
        ({"password": NEW_PASSWORD, "password_confirmation": NEW_PASSWORD}, "current_password"),
    ],
)
def test_of_a_change_that_is_refused_nothing_is_done(
    at_home: Client, grace: Customer, sent: dict[str, str], field: str
) -> None:
    both = {"change_password": "on", "change_email": "on", "email": "new@example.org"}

    answer = at_home.post(EDIT, edited(firstname="Changed", **both, **sent))

    assert list(problems(answer)) == [field]
    customer = Customer.objects.get()
    assert (customer.firstname, customer.email) == ("Grace", "grace@example.org")
    assert customer.password_is(PASSWORD)
    assert all(each.encode() not in answer.content for each in (PASSWORD, NEW_PASSWORD))


def test_wrong_current_passwords_lock_the_account(at_home: Client, grace: Customer) -> None:
    config.write(settings.LOCKOUT_FAILURES, "2")
    sent = edited(change_email="on", email="new@example.org", current_password="Wrong-Horse-9")

    first, second = at_home.post(EDIT, sent), at_home.post(EDIT, sent)
    right = at_home.post(EDIT, sent | {"current_password": PASSWORD})

    assert problems(first) == {"current_password": [CurrentPasswordWrong().message]}
    assert problems(second) == problems(right) == {"current_password": [AccountLocked().message]}
    assert Customer.objects.get().email == "grace@example.org"


def test_a_link_opens_the_form_with_the_box_for_a_password_ticked(at_home: Client) -> None:
    answer = at_home.get("/customer/account/edit/changepass/1/")

    assert answer.context["form"]["change_password"].value() is True
    assert answer.context["form"]["change_email"].value() is None


# The newsletter


def test_the_newsletter_is_subscribed_to_and_left(at_home: Client, grace: Customer) -> None:
    steps = []
    for sent in ({"is_subscribed": "on"}, {"is_subscribed": "on"}, {}, {}):
        answer = at_home.post(NEWSLETTER, sent, follow=True)
        steps.append((told(answer), Customer.objects.get().is_subscribed))

    assert steps == [
        (["We have saved your subscription."], True),
        (["We have updated your subscription."], True),
        (["We have removed your newsletter subscription."], False),
        (["We have updated your subscription."], False),
    ]


def test_a_subscription_that_waits_for_a_mail_says_so(at_home: Client, grace: Customer) -> None:
    config.write(settings.NEWSLETTER_CONFIRM, "1")

    answer = at_home.post("/newsletter/manage/save/", {"is_subscribed": "1"}, follow=True)

    assert told(answer) == ["A confirmation request has been sent."]
    assert Subscription.objects.get().status == Subscription.Status.NOT_ACTIVE


def test_without_a_newsletter_there_is_no_page_for_it(at_home: Client, grace: Customer) -> None:
    newsletter.set_subscribed(grace, True)
    config.write(settings.NEWSLETTER_ACTIVE, "0")

    assert at_home.get(NEWSLETTER).status_code == 404
    assert at_home.post(NEWSLETTER, {}).status_code == 404
    assert Subscription.objects.get().status == Subscription.Status.SUBSCRIBED
    assert "Newsletter" not in text_of(at_home.get(MY_ACCOUNT))


# Devices


def devices_of(customer: Customer) -> list[devices.Device]:
    return devices.of(Token.Kind.CUSTOMER, customer.pk)


def test_devices_are_listed_and_one_is_signed_out(at_home: Client, grace: Customer) -> None:
    elsewhere = signed_in(grace)
    shown = at_home.get(DEVICES)
    other = next(each for each in shown.context["devices"] if not each["device"].is_current)

    answer = at_home.post(DEVICES, {"device": other["device"].id}, follow=True)

    assert text_of(shown).count("This device") == 1
    assert len(shown.context["devices"]) == 2
    assert told(answer) == ["You signed out the device."]
    assert not is_signed_in(elsewhere)
    assert is_signed_in(at_home)


@pytest.mark.parametrize("device", ["0", "999999", "x", "", "-1", "9" * 30, "٣"])
def test_a_device_that_is_not_there_ends_nothing(at_home: Client, grace: Customer, device: str) -> None:
    answer = at_home.post(DEVICES, {"device": device})

    assert answer.status_code == 302
    assert len(devices_of(grace)) == 1


def test_a_device_of_somebody_else_stays(at_home: Client, otto: Customer) -> None:
    signed_in(otto)

    at_home.post(DEVICES, {"device": devices_of(otto)[0].id})

    assert len(devices_of(otto)) == 1


def test_signing_out_this_device_signs_out(at_home: Client, grace: Customer) -> None:
    answer = at_home.post(DEVICES, {"device": devices_of(grace)[0].id})

    assert answer["Location"] == "/customer/account/logoutSuccess/"
    assert not is_signed_in(at_home)


def test_all_others_or_all_devices_are_signed_out(at_home: Client, grace: Customer) -> None:
    elsewhere = signed_in(grace)
    others = at_home.post(DEVICES, {"device": "others"}, follow=True)
    between = [is_signed_in(elsewhere), is_signed_in(at_home)]
    everywhere = at_home.post(DEVICES, {"device": "all"})

    assert told(others) == ["You signed out all other devices."]
    assert between == [False, True]
    assert everywhere["Location"] == "/customer/account/logoutSuccess/"
    assert devices_of(grace) == []


# Closing the account


def test_an_account_is_closed_with_the_current_password(at_home: Client, grace: Customer) -> None:
    newsletter.set_subscribed(grace, True)
    answer = at_home.post(DELETE, {"current_password": PASSWORD}, follow=True)

    assert answer.redirect_chain == [(LOGIN, 302)]
    assert told(answer) == ["You deleted your account."]
    assert not Customer.objects.exists()
    assert not Subscription.objects.exists()
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [("", AttributeValueRequired("Current Password").message), ("Wrong-Horse-9", CurrentPasswordWrong().message)],
)
def test_without_the_password_an_account_stays(at_home: Client, grace: Customer, password: str, sentence: str) -> None:
    answer = at_home.post(DELETE, {"current_password": password})

    assert problems(answer) == {"current_password": [sentence]}
    assert Customer.objects.get() == grace
    assert is_signed_in(at_home)


# Who may


@pytest.mark.parametrize("path", [EDIT, DELETE, NEWSLETTER, DEVICES, "/customer/address/new/"])
def test_a_guest_is_asked_to_sign_in_whatever_is_sent(client: Client, grace: Customer, path: str) -> None:
    for answer in (client.get(path), client.post(path, edited(firstname="Changed"))):
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{LOGIN}?next=")
    assert Customer.objects.get().firstname == "Grace"


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        (EDIT, edited(firstname="Changed")),
        (DELETE, {"current_password": PASSWORD}),
        (NEWSLETTER, {"is_subscribed": "on"}),
        (DEVICES, {"device": "all"}),
        ("/customer/address/new/", {"firstname": "x"}),
    ],
)
def test_another_site_cannot_send_a_form(at_home: Client, grace: Customer, path: str, sent: dict[str, Any]) -> None:
    at_home.handler.enforce_csrf_checks = True

    answer = at_home.post(path, sent)

    assert answer.status_code == 403
    assert "Please Try Again" in text_of(answer)
    assert Customer.objects.get().firstname == "Grace"
    assert is_signed_in(at_home)
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("path", [CREATE, FORGOT, RESEND, EDIT, DELETE, NEWSLETTER, DEVICES, "/customer/address/new/"])
def test_every_page_is_for_nobodys_cache_and_keeps_to_the_policy(at_home: Client, path: str) -> None:
    for browser in (Client(), at_home):
        answer = browser.get(path)

        assert "no-store" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"].startswith("default-src 'self';")
        assert re.findall(rb"<script(?![^>]* src=)|<style| style=|<[^>]* on\w+=", answer.content) == []
