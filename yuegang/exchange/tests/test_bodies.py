"""What stands in a sealed body is exactly fields and files."""

import pytest

from yuegang.engine.protocol.canonical import canonical
from yuegang.exchange.bodies import FileKey, pack, unpack
from yuegang.exchange.errors import Refused

FILE = FileKey("sha256:" + "0" * 64, "0" * 64, "image/png", "box.png", 9)


def test_it_comes_back_as_it_was() -> None:
    content = unpack(pack({"text": "粤港"}, [FILE]))
    assert (content.fields, content.files) == ({"text": "粤港"}, (FILE,))


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ([], "body.shape"),
        ({"fields": {}}, "body.shape"),
        ({"fields": [], "files": []}, "body.shape"),
        ({"fields": {}, "files": {}}, "body.shape"),
        ({"fields": {}, "files": ["x"]}, "body.file"),
        ({"fields": {}, "files": [{"digest": 1, "key": "", "media_type": "", "name": "", "size": 1}]}, "body.file"),
        ({"fields": {}, "files": [{"digest": "", "key": "0", "media_type": "", "name": "", "size": 1}]}, "body.file"),
    ],
)
def test_anything_else_is_refused(value: object, rule: str) -> None:
    with pytest.raises(Refused) as refused:
        unpack(canonical(value))
    assert refused.value.rule == rule


def test_bytes_that_are_not_canonical_are_refused() -> None:
    with pytest.raises(Refused, match=r"body\.canonical"):
        unpack(b'{"files":[], "fields":{}}')
