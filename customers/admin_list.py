"""The list of customers in the admin: finding them, filtering them, and what is done to several at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Upper
from django.forms import ChoiceField, Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.contrib.filters.admin import DropdownFilter
from unfold.widgets import UnfoldAdminSelectWidget

from customers import batches, exports, searching
from customers.batches import Outcome
from customers.models import Address, Customer, Subscription, email_key
from directory.models import Country
from directory.names import country_name
from kernel.admin_lists import MOST, DaysFilter, LongList
from kernel.errors import Failure
from stores.models import CustomerGroup

CREATED = ("created_at_from", "created_at_to")


class YesNoFilter(admin.SimpleListFilter):
    """A filter that knows two answers."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", "Yes"), ("0", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
        match self.value():
            case "1":
                return queryset.filter(self.fitting())
            case "0":
                return queryset.filter(self.others())
            case _:
                return queryset

    def fitting(self) -> Any:
        raise NotImplementedError

    def others(self) -> Any:
        return ~self.fitting()


class ConfirmedFilter(YesNoFilter):
    title = "confirmed"
    parameter_name = "confirmed"

    def fitting(self) -> Any:
        return Q(confirmation_key="")


class LockedFilter(YesNoFilter):
    title = "locked"
    parameter_name = "locked"

    def fitting(self) -> Any:
        return Q(locked_until_at__gt=timezone.now())

    def others(self) -> Any:
        return Q(locked_until_at=None) | Q(locked_until_at__lte=timezone.now())


class SubscribedFilter(YesNoFilter):
    title = "subscribed"
    parameter_name = "subscribed"

    def fitting(self) -> Any:
        return Exists(Subscription.objects.filter(customer=OuterRef("pk"), status=Subscription.Status.SUBSCRIBED))


class CountryFilter(DropdownFilter):
    """The country of any address."""

    title = "country"
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        named = ((country_name(pk), pk) for pk in Country.objects.values_list("pk", flat=True))
        return [(pk, name) for name, pk in sorted(named)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
        if not self.value():
            return queryset
        return queryset.filter(Exists(Address.objects.filter(customer=OuterRef("pk"), country_id=self.value())))


class CustomerList(LongList):
    """The side of the customers' admin that lists them."""

    list_display = ("id", "name", "email", "group", "on_website", "created", "standing", "subscribed")
    list_display_links = ("id", "name")
    list_select_related = ("group", "website", "subscription")
    list_filter = (
        "website",
        "group",
        ConfirmedFilter,
        LockedFilter,
        SubscribedFilter,
        CountryFilter,
        ("created_at", DaysFilter),
    )
    list_filter_submit = True
    ordering = ("-id",)
    sortable_by = ("id", "name", "created")
    search_fields = ("search_text",)  # What is done with the words typed, get_search_results says.
    search_help_text = "Parts of the name or e-mail, a telephone in any format, or the number of the account."
    actions = (
        "change_group", "subscribe", "unsubscribe", "sign_out", "unlock", "send_reset", "export", "delete_selected",
    )  # fmt: skip

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Customer], search_term: str
    ) -> tuple[QuerySet[Customer], bool]:
        return searching.by_words(queryset, search_term), False

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Customers of a time are listed by it, so that an index leads to them however long ago it was."""
        if any(request.GET.get(name) for name in CREATED):
            return ("-created_at", "-id")
        return self.ordering

    @admin.display(description="name", ordering=Upper("lastname"))
    def name(self, customer: Customer) -> str:
        return str(customer)

    @admin.display(description="website")
    def on_website(self, customer: Customer) -> str:
        return str(customer.website)

    @admin.display(description="created", ordering="created_at")
    def created(self, customer: Customer) -> str:
        return f"{customer.created_at:%Y-%m-%d}"

    @admin.display(description="standing")
    def standing(self, customer: Customer) -> str:
        if customer.is_locked:
            return "locked"
        return "active" if customer.is_confirmed else "not confirmed"

    @admin.display(description="subscribed", boolean=True)
    def subscribed(self, customer: Customer) -> bool:
        return customer.is_subscribed

    # What each action asks for, by the name in its `permissions`.

    def has_regroup_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "regroup")

    def has_subscribe_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "subscribe")

    def has_sign_out_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "sign_out")

    def has_unlock_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "unlock")

    def has_send_reset_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "send_reset")

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self._may(request, "export")

    def _may(self, request: HttpRequest, deed: str) -> bool:
        codename = get_permission_codename(deed, self.opts)
        return request.user.has_perm(f"{self.opts.app_label}.{codename}")

    @admin.action(description="Change group", permissions=["regroup"])
    def change_group(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        form = GroupForm(request.POST if "post" in request.POST else None)
        if not form.is_valid():
            return self._asked(request, queryset, "Change group", "Which group shall they be in?", form)
        group_id = int(form.cleaned_data["group"])
        return self._do(
            request, "In another group now", lambda: batches.change_group(customers=queryset, group_id=group_id)
        )

    @admin.action(description="Subscribe to the newsletter", permissions=["subscribe"])
    def subscribe(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        return self._do(request, "Subscribed", lambda: batches.set_subscribed(customers=queryset, wanted=True))

    @admin.action(description="Unsubscribe from the newsletter", permissions=["subscribe"])
    def unsubscribe(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        return self._do(request, "Unsubscribed", lambda: batches.set_subscribed(customers=queryset, wanted=False))

    @admin.action(description="Sign out everywhere", permissions=["sign_out"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        if "post" not in request.POST:
            ask = "Every device they are signed in with will have to sign in again."
            return self._asked(request, queryset, "Sign out everywhere", ask)
        return self._do(request, "Signed out", lambda: batches.sign_out_everywhere(customers=queryset))

    @admin.action(description="Unlock", permissions=["unlock"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        return self._do(request, "Unlocked", lambda: batches.unlock(customers=queryset))

    @admin.action(description="Send a mail to reset the password", permissions=["send_reset"])
    def send_reset(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        if "post" not in request.POST:
            ask = "Each of them gets a mail with a link to choose a new password. Links of before stop working."
            return self._asked(request, queryset, "Send a mail to reset the password", ask)
        return self._do(request, "Mails sent", lambda: batches.send_password_resets(customers=queryset))

    @admin.action(description="Export as CSV", permissions=["export"])
    def export(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponseBase:
        name = f"customers-{timezone.now():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            exports.as_csv(customers=queryset),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )

    @admin.action(description="Delete", permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Customer]) -> HttpResponse | None:
        if "post" not in request.POST:
            ask = "Their addresses, subscriptions, wish lists and devices go with them. There is no way back."
            return self._asked(request, queryset, "Delete", ask)
        return self._do(request, "Deleted", lambda: batches.delete(customers=queryset))

    def _do(self, request: HttpRequest, done: str, deed: Callable[[], Outcome]) -> HttpResponse | None:
        """Do something to several customers, and say what came of it."""
        try:
            outcome = deed()
        except Failure as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return None
        self.message_user(
            request, f"{done}: {outcome.changed:,}.", messages.SUCCESS if outcome.changed else messages.INFO
        )
        if outcome.refused:
            told = format_html_join("", "<br>{}: {}", ((email, why.message) for email, why in outcome.refusals))
            self.message_user(request, format_html("Left out: {}.{}", f"{outcome.refused:,}", told), messages.WARNING)
        return None  # Back to the list.

    def _asked(
        self, request: HttpRequest, queryset: QuerySet[Customer], title: str, ask: str, form: Form | None = None
    ) -> HttpResponse:
        """A page that asks before it is done."""
        across = request.POST.get("select_across") == "1"
        count = self.get_changelist_instance(request).result_count if across else queryset.count()
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "ask": ask,
            "form": form,
            "count": count,
            "action": request.POST["action"],
            "chosen": request.POST.getlist("_selected_action"),
            "across": across,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/customers/customer/ask_before_action.html", context)


class AddressList(LongList):
    """The side of the addresses' admin that lists them: those of the customers somebody means."""

    ordering = ("-id",)
    sortable_by = ("id",)
    search_fields = ("telephone_digits",)
    search_help_text = "Whose: parts of the name or e-mail, a telephone in any format, or the number of the account."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Address], search_term: str
    ) -> tuple[QuerySet[Address], bool]:
        if not search_term.split():
            return queryset, False
        owners = searching.by_words(Customer.objects.order_by("-id"), search_term)
        return queryset.filter(customer_id__in=list(owners.values_list("pk", flat=True)[:MOST])), False


class SubscriptionList(LongList):
    """The side of the newsletter's admin that lists subscriptions."""

    ordering = ("-id",)
    sortable_by = ("id",)
    search_fields = ("email_key",)
    search_help_text = "A part of the e-mail."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Subscription], search_term: str
    ) -> tuple[QuerySet[Subscription], bool]:
        return queryset.filter(email_key__contains=email_key(search_term)), False


class GroupForm(Form):
    """Which group."""

    group = ChoiceField(label="Group", widget=UnfoldAdminSelectWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = CustomerGroup.objects.exclude(pk=CustomerGroup.NOT_LOGGED_IN)
        self.fields["group"].choices = [(str(pk), code) for pk, code in groups.values_list("pk", "code")]  # type: ignore[attr-defined]
