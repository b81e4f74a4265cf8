"""What can go wrong with mails and their texts.

InvalidInput
├── TextNotReadable, VariableUnknown, VariableMissing
└── SubjectNotOneLine
InvalidState
└── MailNotWaiting
NoSuchEntity (of kernel)
"""

from kernel.errors import InvalidInput, InvalidState


class TextNotReadable(InvalidInput):
    template = "The text cannot be read: %1"


class VariableUnknown(InvalidInput):
    template = "There is no {{ %1 }} in this mail. It knows: %2."


class VariableMissing(InvalidInput):
    template = "The text has to contain {{ %1 }}; without it the mail is of no use."


class SubjectNotOneLine(InvalidInput):
    template = "A subject is one line of at most 255 characters."


class MailNotWaiting(InvalidState):
    template = "This mail was sent already. Its text is not kept; it cannot be sent again."
