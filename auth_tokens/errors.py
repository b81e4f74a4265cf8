"""What can go wrong when somebody says who they are.

InvalidInput
└── CredentialRequired
AuthenticationFailed
├── RefreshTokenNotGood
└── SignInFailed
"""

from kernel.errors import AuthenticationFailed, InvalidInput, ValueRequired


class CredentialRequired(InvalidInput):
    template = ValueRequired.template
    storefront_template = 'Specify the "%fieldName" value.'


class SignInFailed(AuthenticationFailed):
    """Whatever the reason was: it is never told. `counts` says whether it counts toward refusing the name."""

    counts = True

    template = (
        "The account sign-in was incorrect or your account is disabled temporarily. Please wait and try again later."
    )


class RefreshTokenNotGood(AuthenticationFailed):
    """Whatever is wrong with it: never given, used before, expired, revoked, another website's."""

    template = "The refresh token isn't valid. Sign in again."
