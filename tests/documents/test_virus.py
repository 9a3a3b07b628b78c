"""Files are shown to ClamAV when one is named, and are refused when it cannot say (fails closed)."""

import socketserver
import struct
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.files import check_upload

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as ClamAV does, and knows one virus."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        found = b"stream: Eicar-Test FOUND" if EICAR in content else self.server.otherwise
        self.wfile.write(found + b"\0")


@pytest.fixture
def scanner(settings):
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner)
    server.otherwise = b"stream: OK"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CLAMD_URL = f"tcp://127.0.0.1:{server.server_address[1]}"
    yield server
    server.shutdown()
    server.server_close()


def said(content: bytes) -> str:
    try:
        check_upload(SimpleUploadedFile("notes.txt", content))
    except ValidationError as error:
        return error.messages[0]
    return "accepted"


def test_a_clean_file_is_accepted_and_an_infected_one_is_not(scanner):
    assert said(b"x" * 200_000) == "accepted"
    assert said(b"x" * 200_000 + EICAR) == (
        "“notes.txt” contains a virus, so it is not accepted. Tell your IT help desk."
    )


@pytest.mark.parametrize(
    "answer", [b"", b"INSTREAM size limit exceeded. ERROR", b"stream: Heuristics.Limits.Exceeded FOUND"]
)
def test_what_it_cannot_say_is_refused(scanner, answer):
    scanner.otherwise = answer
    assert said(b"x").startswith("“notes.txt” could not be checked for viruses")


def test_a_scanner_that_is_away_refuses(settings):
    settings.CLAMD_URL = "unix:///nowhere/clamd.sock"
    assert said(b"x").startswith("“notes.txt” could not be checked for viruses")
