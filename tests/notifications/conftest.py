import pytest

from partnerships.scope import tenant
from tests.factories import a_partnership


def _made(folder: str, file: str):
    @pytest.fixture
    def made(db):
        partnership = a_partnership(folder, file)
        with tenant(partnership):
            yield partnership

    return made


bexley = _made("bexley", "2019.toml")
darlington = _made("darlington", "dsp1.4.toml")
bhr = _made("bhr", "2020.toml")
redbridge = _made("redbridge", "1.5.toml")
earlier = _made("redbridge", "earlier.toml")
