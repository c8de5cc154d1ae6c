"""A mail server for tests: aiosmtpd (Debian: python3-aiosmtpd) on a free port, which is printed, with a Maildir.

Usage: server.py FOLDER [CERTIFICATE KEY [USER PASSWORD]]. With a certificate nothing goes without STARTTLS, with a user
nothing without logging in. Ends when its standard input does. What recipients are called says how it behaves:
never… is refused for good, later… the first time, vanish… is taken the first time and the answer lost.
"""

import asyncio
import ssl
import sys

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP, AuthResult


class Post(Mailbox):
    def __init__(self, folder):
        super().__init__(folder)
        self.known = set()

    def first(self, address, kind):
        if not address.startswith(kind) or address in self.known:
            return False
        self.known.add(address)
        return True

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("never"):
            return "550 5.1.1 no such mailbox"
        if self.first(address, "later"):
            return "451 4.7.1 greylisted, try again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if self.first(envelope.rcpt_tos[0], "vanish"):
            server.transport.abort()
        return answer


def settings(arguments):
    if not arguments:
        return {}
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(arguments[0], arguments[1])
    secured = {"tls_context": context, "require_starttls": True}
    if len(arguments) == 4:
        user, password = (argument.encode() for argument in arguments[2:])

        def known(server, session, envelope, mechanism, data):
            return AuthResult(success=(data.login, data.password) == (user, password), handled=False)

        secured |= {"auth_required": True, "authenticator": known}
    return secured


async def main():
    post, secured, loop = Post(sys.argv[1]), settings(sys.argv[2:]), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(post, hostname="localhost", **secured), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
