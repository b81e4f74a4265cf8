"""What can go wrong with limits.

ServiceUnavailable
└── TooBusy
InvalidInput
└── ChallengeFailed
"""

from kernel.errors import InvalidInput, ServiceUnavailable


class TooBusy(ServiceUnavailable):
    """So many passwords wait to be hashed that this one would wait too long. It was not looked at."""

    template = "The service is busy. Please wait and try again."
    retry_after = 5


class ChallengeFailed(InvalidInput):
    """Whoever asks has not shown that they are no robot."""

    template = "ReCaptcha validation failed, please try again"
