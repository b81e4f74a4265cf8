"""Every setting there is, whichever app declares it."""

from __future__ import annotations

import pytest

from stores import config
from stores.reference import reference
from tests.server import ROOT

MAGENTO_DEFAULTS = {
    "customer/address/street_lines": "2",
    "customer/create_account/default_group": "1",
    "customer/password/minimum_password_length": "8",
    "customer/password/required_character_classes_number": "3",
    "general/country/default": "US",
    "general/country/optional_zip_countries": "HK,IE,MO,PA,GB",
    "general/locale/code": "en_US",
    "newsletter/general/active": "1",
    "oauth/access_token_lifetime/admin": "4",
    "oauth/access_token_lifetime/customer": "1",
}

every_setting = pytest.mark.parametrize("setting", config.declared(), ids=lambda setting: setting.path)


@every_setting
def test_a_setting_has_help_a_label_and_a_place(setting: config.Setting) -> None:
    assert setting.label
    assert setting.help.endswith(".")
    assert len(setting.place) == 3
    assert all(setting.place)


@every_setting
def test_a_setting_accepts_its_own_default(setting: config.Setting) -> None:
    setting.kind.parse(setting.default)


@every_setting
def test_a_setting_has_a_path_of_three_parts_and_can_be_set_for_everything(setting: config.Setting) -> None:
    assert len(setting.path.split("/")) == 3
    assert config.Scope.DEFAULT in setting.scopes


@pytest.mark.parametrize(("path", "default"), MAGENTO_DEFAULTS.items())
def test_a_setting_of_magento_has_magentos_default(path: str, default: str) -> None:
    assert config.setting_at(path).default == default


@pytest.mark.django_db
@every_setting
def test_a_default_can_be_written_and_read(setting: config.Setting) -> None:
    config.write(setting.path, setting.default)

    assert config.read(setting.path) == setting.kind.parse(setting.default)


def test_the_reference_of_all_settings_is_current() -> None:
    written = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")

    assert written == reference(), "Run `make reference`."
