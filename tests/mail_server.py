"""A mail server beside the tests: it takes, refuses, hangs up and dies as it is told, and keeps what it took."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from tests.server import free_port


@dataclass
class Taken:
    """A mail as it arrived."""

    sender: str
    recipients: list[str]
    options: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """It, read as a mail program reads it."""
        read = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(read, EmailMessage)
        return read


@dataclass
class MailServer:
    """What the server has taken, and how it behaves."""

    port: int
    taken: list[Taken] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)  # what it says to a recipient
    sender_refusal: str = ""
    mails_per_connection: int = 10**9
    hangs_up_on: str = ""  # a recipient whose mail ends the connection
    speaks_utf8: bool = True
    before_answer: Callable[[int], None] = lambda number: None  # told how many were taken, before the sender is
    connections: int = 0

    @property
    def recipients(self) -> list[str]:
        """Whom the mails it took were for, in order."""
        return [recipient for mail in self.taken for recipient in mail.recipients]


@contextmanager
def listening(server: MailServer) -> Iterator[MailServer]:
    """The server answers within the block, and is dead outside of it."""
    lock = threading.Lock()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, text: str) -> None:
            self.wfile.write(f"{text}\r\n".encode())

        def handle(self) -> None:
            server.connections += 1
            count = 0
            sender, options, recipients = "", "", [""]
            self.say("220 mail.example.com")
            while line := self.rfile.readline():
                said = line.decode().strip()
                match said.upper().split(":")[0].split(" ")[0]:
                    case "EHLO":
                        self.say("250-mail.example.com")
                        self.say("250-SMTPUTF8" if server.speaks_utf8 else "250-SIZE 1000000")
                        self.say("250 8BITMIME")
                    case "MAIL":
                        if count >= server.mails_per_connection:
                            self.say("421 4.7.0 too many mails over this connection")
                            return
                        address, _, options = said.split(":", 1)[1].partition(">")
                        sender, recipients = address.strip(" <"), []
                        self.say(server.sender_refusal or "250 OK")
                    case "RCPT":
                        recipient = said.split(":", 1)[1].strip(" <>")
                        if recipient not in server.refusals:
                            recipients.append(recipient)
                        self.say(server.refusals.get(recipient, "250 OK"))
                    case "DATA":
                        self.say("354 go on")
                        lines = []
                        while (line := self.rfile.readline()) not in (b".\r\n", b""):
                            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
                        if server.hangs_up_on in recipients:
                            return
                        with lock:
                            server.taken.append(Taken(sender, recipients, options.strip(), b"".join(lines)))
                            server.before_answer(len(server.taken))
                        count += 1
                        self.say("250 taken")
                    case "QUIT":
                        self.say("221 bye")
                        return
                    case _:
                        self.say("250 OK")

    class Door(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A sender that was killed is no fault of the server's."""

    with Door(("127.0.0.1", server.port), Conversation) as door:
        thread = threading.Thread(target=door.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            door.shutdown()
            thread.join()


def dead_server() -> MailServer:
    """A server at whose place nobody listens yet."""
    return MailServer(free_port())
