"""A small real mail server on a port of its own, which refuses or hangs up on the addresses it is told to."""

from __future__ import annotations

import socketserver
import threading
from email import message_from_bytes
from email.message import Message


class MailServer(socketserver.ThreadingTCPServer):
    """`answers`: address -> an SMTP reply to its RCPT, or "hang up". `received`: the messages it took."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.answers: dict[str, str] = {}
        self.received: list[Message] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 test")
        while line := self.rfile.readline():
            word = line.split(b":")[0].split()[0].upper() if line.split() else b""
            if word == b"RCPT":
                address = line.decode().split("<")[1].split(">")[0]
                answer = self.server.answers.get(address, "250 ok")
                if answer == "hang up":
                    return
                self.say(answer)
            elif word == b"DATA":
                self.say("354 go on")
                self.take()
                self.say("250 taken")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.received.append(message_from_bytes(b"".join(lines)))
