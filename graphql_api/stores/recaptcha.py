"""reCAPTCHA, as a store answers that does not use it: the types are there because clients ask for them."""

from __future__ import annotations

import graphene


class ReCaptchaFormEnum(graphene.Enum):
    PLACE_ORDER = "place_order"
    CONTACT = "contact"
    CUSTOMER_LOGIN = "customer_login"
    CUSTOMER_FORGOT_PASSWORD = "customer_forgot_password"
    CUSTOMER_CREATE = "customer_create"
    CUSTOMER_EDIT = "customer_edit"
    NEWSLETTER = "newsletter"
    PRODUCT_REVIEW = "product_review"
    SENDFRIEND = "sendfriend"
    BRAINTREE = "braintree"
    RESEND_CONFIRMATION_EMAIL = "resend_confirmation_email"


class ReCaptchaTypeEmum(graphene.Enum):  # Magento's spelling
    INVISIBLE = "invisible"
    RECAPTCHA = "recaptcha"
    RECAPTCHA_V3 = "recaptcha_v3"


class ReCaptchaConfigurationV3(graphene.ObjectType):
    badge_position = graphene.String(required=True)
    failure_message = graphene.String(required=True)
    forms = graphene.List(ReCaptchaFormEnum, required=True)
    is_enabled = graphene.Boolean(required=True)
    language_code = graphene.String()
    minimum_score = graphene.Float(required=True)
    theme = graphene.String(required=True)
    website_key = graphene.String(required=True)


class ReCaptchaConfiguration(graphene.ObjectType):
    badge_position = graphene.String()
    language_code = graphene.String()
    minimum_score = graphene.Float()
    re_captcha_type = graphene.Field(ReCaptchaTypeEmum, required=True)
    technical_failure_message = graphene.String(required=True)
    theme = graphene.String(required=True)
    validation_failure_message = graphene.String(required=True)
    website_key = graphene.String(required=True)


class ReCaptchaConfigOutput(graphene.ObjectType):
    configurations = graphene.Field(ReCaptchaConfiguration)
    is_enabled = graphene.Boolean(required=True)
