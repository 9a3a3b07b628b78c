"""One form sent several times at once acts once; other answers, errors and other people act anew."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from config.middleware import LARGEST_OF_ACCOUNT, LARGEST_REQUEST
from config.once import NAME, OnceMiddleware


class Site:
    """A view behind the middleware that says how often it acted."""

    def __init__(self, *, works: bool = True):
        self.acted, self.works = count(1), works
        self.door = OnceMiddleware(self.view)

    def view(self, request):
        number = next(self.acted)
        return HttpResponseRedirect(f"/done/{number}/") if self.works else HttpResponse(f"error {number}")

    def send(self, token, *, user=1, path="/act/", **boxes):
        request = RequestFactory().post(path, {NAME: token, **boxes})
        request.user = SimpleNamespace(pk=user, is_authenticated=bool(user))
        answer = self.door(request)
        return answer.get("Location") or answer.content.decode()


@pytest.fixture
def token():
    return str(uuid4())


def test_four_equal_sendings_at_once_act_once(token):
    site = Site()
    with ThreadPoolExecutor(4) as threads:
        led = list(threads.map(lambda _: site.send(token, text="a"), range(4)))
    assert (led, next(site.acted)) == (["/done/1/"] * 4, 2)


def test_other_answers_pages_people_and_tokens_act_anew(token):
    site = Site()
    led = [
        site.send(token, text="a"), site.send(token, text="b"), site.send(token, text="a", path="/other/"),
        site.send(token, text="a", user=2), site.send(str(uuid4()), text="a"), site.send(token, text="a"),
    ]  # fmt: skip
    assert led == ["/done/1/", "/done/2/", "/done/3/", "/done/4/", "/done/5/", "/done/1/"]


def test_files_count_by_what_is_in_them_and_reach_the_view_whole(token):
    site, read = Site(), []
    site.door = OnceMiddleware(lambda request: (read.append(request.FILES["file"].read()), site.view(request))[1])
    led = [site.send(token, file=SimpleUploadedFile("a.txt", words)) for words in (b"one", b"two", b"one")]
    assert (led, read) == (["/done/1/", "/done/2/", "/done/1/"], [b"one", b"two"])


def test_a_page_that_comes_back_is_sent_anew(token):
    site = Site(works=False)
    assert [site.send(token), site.send(token)] == ["error 1", "error 2"]


def test_an_act_that_breaks_is_tried_anew(token):
    site = Site()
    site.door = OnceMiddleware(lambda request: 1 / (next(site.acted) - 1) and HttpResponseRedirect("/done/"))
    with pytest.raises(ZeroDivisionError):
        site.send(token)
    assert site.send(token) == "/done/"


def test_nothing_of_visitors_is_remembered(token):
    """Their addresses are secrets; beginning a referral has a token of its own."""
    site = Site()
    assert [site.send(token, user=None), site.send(token, user=None)] == ["/done/1/", "/done/2/"]


@pytest.mark.parametrize(
    ("address", "length", "status"),
    [
        ("/account/login/", LARGEST_OF_ACCOUNT + 1, 413), ("/account/login/", 18, 200),
        ("/redbridge/refer/begin/", LARGEST_REQUEST + 1, 413), ("/redbridge/refer/begin/", 18, 404),
    ],
)  # fmt: skip
def test_what_is_too_large_is_refused_by_the_length_it_says(client, db, address, length, status):
    """Refused unread: the body itself is short here, only its length says otherwise."""
    answer = client.generic("POST", address, b"login=a&password=b", "application/x-www-form-urlencoded",
                            CONTENT_LENGTH=str(length))  # fmt: skip
    assert answer.status_code == status
