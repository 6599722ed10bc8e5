"""XML as nested dicts, and a big file of it record by record. Nothing that it declares is followed."""

from __future__ import annotations

import bz2
import gzip
import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.errors import InputEmpty, InputError, InputFormat, InputTruncated
from culturedata.importing.inputs import files, xml

LIDO, DC = "http://www.lido-schema.org", "http://purl.org/dc/elements/1.1/"
PREFIXES = {LIDO: "lido", DC: "dc", "http://bare.example/": ""}
SECRET = "what nobody may read"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ATTACKS = {
    "billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a>&l9;</a>',
    "billion laughs in an attribute": f'<!DOCTYPE a [<!ENTITY l0 "lol">{LAUGHS}]><a b="&l9;"/>',
    "quadratic blowup": f'<!DOCTYPE a [<!ENTITY x "{"x" * 5000}">]><a>{"&x;" * 5000}</a>',
    "external entity": '<!DOCTYPE a [<!ENTITY x SYSTEM "file://{path}">]><a>&x;</a>',
    "external entity over HTTP": '<!DOCTYPE a [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]><a>&x;</a>',
    "parameter entity": '<!DOCTYPE a [<!ENTITY % x SYSTEM "file://{path}"> %x;]><a/>',
    "internal parameter entity": "<!DOCTYPE a [<!ENTITY % x '<!ENTITY y \"z\">'> %x;]><a>&y;</a>",
    "external document type": '<!DOCTYPE a SYSTEM "file://{path}"><a/>',
    "document type alone": "<!DOCTYPE a><a/>",
    "after a comment": "<?xml version='1.0'?>\n<!-- --><?pi ?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
    "in UTF-16": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "default attribute": "<!DOCTYPE a [<!ATTLIST a b CDATA 'made up'>]><a/>",
}  # fmt: skip
BAD = {
    "nothing": b"", "no element": b"<?xml version='1.0'?>", "not closed": b"<a><b></b>", "crossed": b"<a><b></a></b>",
    "two roots": b"<a/><b/>", "no XML": b'{"a": 1}', "unknown prefix": b"<x:a/>", "unknown entity": b"<a>&nbsp;</a>",
    "not UTF-8": b"<a>caf\xe9</a>", "NUL": b"<a>\0</a>", "control character": b"<a>\x01</a>",
    "the same attribute twice": b"<a b='' b=''/>",
    "unknown encoding": b"<?xml version='1.0' encoding='klingon'?><a/>",
    "UTF-7": b"<?xml version='1.0' encoding='utf-7'?><a/>", "endlessly deep": b"<a>" * 100_000 + b"</a>" * 100_000,
}  # fmt: skip


def attack(name: str, folder: Path) -> bytes:
    (folder / "secret").write_text(SECRET)
    text = ATTACKS[name].replace("{path}", str(folder / "secret"))
    return text.encode("utf-16" if "UTF-16" in name else "utf-8")


class TestTree:
    def test_attributes_text_and_children(self) -> None:
        body = f"""<?xml version="1.0" encoding="UTF-8"?>
            <l:lido xmlns:l="{LIDO}" xmlns:dc="{DC}" xmlns:o="http://other.example/x" l:relatedencoding="utf-8">
              <!-- a remark --><?pi x?>
              <dc:title xml:lang="fr" o:sure="no"> Un  Titre&amp;<![CDATA[<b>]]>&#233; </dc:title>
              <dc:title/>
              <plain>1</plain><o:more>2</o:more>
              <bare xmlns="http://bare.example/"><inner/></bare>
            </l:lido>""".encode()
        assert xml.tree(body, PREFIXES) == {
            "lido:lido": {
                "@lido:relatedencoding": "utf-8",
                "dc:title": [
                    {"@xml:lang": "fr", "@http://other.example/x:sure": "no", "#text": "Un  Titre&<b>é"},
                    {},
                ],
                "plain": [{"#text": "1"}],
                "http://other.example/x:more": [{"#text": "2"}],
                "bare": [{"inner": [{}]}],
            }
        }

    def test_prefixes_of_the_document_do_not_matter(self) -> None:
        bodies = (f'<dc:a xmlns:dc="{LIDO}"/>', f'<a xmlns="{LIDO}"/>', f'<x:a xmlns:x="{LIDO}"></x:a>')
        assert [xml.tree(body.encode(), PREFIXES) for body in bodies] == [{"lido:a": {}}] * 3

    def test_text_among_elements_is_one_text(self) -> None:
        assert xml.tree(b"<a>one <i>two</i> three</a>", {}) == {"a": {"#text": "one  three", "i": [{"#text": "two"}]}}

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
    def test_encodings(self, encoding: str) -> None:
        said = encoding.removesuffix("-sig")
        body = f'<?xml version="1.0" encoding="{said}"?><a b="é">ü</a>'.encode(encoding)
        assert xml.tree(body, {}) == {"a": {"@b": "é", "#text": "ü"}}

    @pytest.mark.parametrize("body", BAD.values(), ids=BAD)
    def test_what_is_not_well_formed(self, body: bytes) -> None:
        with pytest.raises(ValueError, match=r"not well-formed XML: .|elements deep|encodings are not supported"):
            xml.tree(body, {})

    @pytest.mark.parametrize("name", ATTACKS)
    def test_a_document_type_is_refused(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(ValueError, match=r"it has a document type \(DOCTYPE\), which is not read") as told:
            xml.tree(attack(name, tmp_path), {})
        assert SECRET not in str(told.value)

    def test_how_deep_it_may_be(self) -> None:
        deep: Any = xml.tree(b"<a>" * xml.DEEPEST + b"</a>" * xml.DEEPEST, {})["a"]
        for _ in range(xml.DEEPEST - 1):
            [deep] = deep["a"]
        assert deep == {}
        with pytest.raises(ValueError, match="it is more than 200 elements deep"):
            xml.tree(b"<a>" * (xml.DEEPEST + 1) + b"</a>" * (xml.DEEPEST + 1), {})


WORDS = st.text("aé<>&\"' \n]", min_size=1, max_size=8).map(str.strip).filter(bool)
NAMES = st.sampled_from(["a", "b", "lido:c", "dc:d", "http://other.example/x:e"])
CONTENTS = st.recursive(
    st.fixed_dictionaries({}, optional={"#text": WORDS}),
    lambda inner: st.dictionaries(NAMES, st.lists(inner, min_size=1, max_size=3), max_size=3).flatmap(
        lambda children: st.fixed_dictionaries(
            {}, optional={"#text": WORDS, "@lido:x": WORDS, "@xml:lang": WORDS, "@y": WORDS}
        ).map(lambda own: children | own)
    ),
    max_leaves=8,
)


class TestUntree:
    @pytest.mark.parametrize("prefixes", [{LIDO: "lido", DC: "dc"}, PREFIXES], ids=["with prefixes", "and a bare one"])
    @given(name=NAMES, content=CONTENTS)
    def test_tree_of_it_is_the_same(self, prefixes: dict[str, str], name: str, content: dict[str, Any]) -> None:
        assert xml.tree(xml.untree({name: content}, prefixes), prefixes) == {name: content}

    def test_one_more_element(self) -> None:
        tree = xml.tree(f'<l:lido xmlns:l="{LIDO}"><l:id>1</l:id></l:lido>'.encode(), PREFIXES)
        tree["lido:lido"]["lido:madeUp"] = [{"#text": "x"}]
        body = xml.untree(tree, {LIDO: "lido"})
        assert (
            body
            == f'<lido:lido xmlns:lido="{LIDO}"><lido:id>1</lido:id><lido:madeUp>x</lido:madeUp></lido:lido>'.encode()
        )

    def test_a_document_has_one_root(self) -> None:
        with pytest.raises(ValueError, match="a document has one root"):
            xml.untree({"a": {}, "b": {}}, {})


def read(body: bytes, *names: str, after: int = 0) -> list[tuple[int, bytes]]:
    return list(xml.records(io.BytesIO(body), names or ("artist",), "artists.xml", after))


class TestRecords:
    """Files in the shape of a dump of artists; what they say is made up."""

    def test_each_with_its_number(self) -> None:
        body = b"""<?xml version='1.0'?>
            <artists><artist><id>1</id></artist><artist/>tail<other/><artist a='b'/></artists>"""
        wanted = [(1, b"<artist><id>1</id></artist>"), (2, b"<artist></artist>"), (3, b'<artist a="b"></artist>')]
        assert read(body) == wanted
        assert read(body, after=1) == wanted[1:]
        assert read(body, after=3) == []
        assert read(body, "{http://x.example/}artist") == []
        assert read(body, "other", "artist")[2] == (3, b"<other></other>")

    def test_each_declares_the_namespaces_that_it_uses(self) -> None:
        body = f"""<o:OAI xmlns:o="http://oai.example/" xmlns:x="http://unused.example/" xmlns="{LIDO}" xmlns:dc="{DC}">
            <o:List><o:record><lido dc:a="1"><b xml:lang="fr"/><c xmlns="">&lt;é</c></lido></o:record></o:List>
            </o:OAI>""".encode()
        [(_, record)] = read(body, f"{{{LIDO}}}lido")
        assert record == (
            f'<lido xmlns="{LIDO}" xmlns:dc="{DC}" dc:a="1"><b xml:lang="fr"></b><c xmlns="">&lt;é</c></lido>'.encode()
        )
        [(_, whole)] = read(body, "{http://oai.example/}record")
        assert xml.tree(whole, {LIDO: "", DC: "dc", "http://oai.example/": "oai"}) == {
            "oai:record": {"lido": [{"@dc:a": "1", "b": [{"@xml:lang": "fr"}], "c": [{"#text": "<é"}]}]}
        }

    def test_the_same_record_is_the_same_bytes_wherever_it_stands(self) -> None:
        one = read(b"<r xmlns:u='http://u.example/'><artist b='2' a='1'><n/>x<!--c--></artist></r>")
        other = read(b'<q>  <w><artist\n a="1"   b="2" ><n></n>x<!--c--></artist></w></q>')
        assert one == other == [(1, b'<artist a="1" b="2"><n></n>x<!--c--></artist>')]

    def test_as_it_stands_where_the_canonical_form_is_not_asked_for(self) -> None:
        body = "<r xmlns:u='http://u.example/'><artist b='2' a='é'><n/>x&#13;<u:o></u:o></artist> y <artist/></r>"
        for packed in (body.encode(), body.encode("utf-16")):
            found = list(xml.records(io.BytesIO(packed), {"artist"}, "artists.xml", canonical=False))
            wanted = '<artist xmlns:u="http://u.example/" b="2" a="é"><n/>x&#13;<u:o/></artist>'
            assert found == [(1, wanted.encode()), (2, b'<artist xmlns:u="http://u.example/"/>')]

    def test_one_inside_another_belongs_to_it(self) -> None:
        body = b"<labels><label>A<sub><label>B</label></sub></label><label>C</label></labels>"
        assert read(body, "label") == [
            (1, b"<label>A<sub><label>B</label></sub></label>"),
            (2, b"<label>C</label>"),
        ]
        assert read(b"<label><label/></label>", "label") == [(1, b"<label><label></label></label>")]

    def test_elements_named_like_the_outermost_one(self) -> None:
        assert read(b"<a><a><artist/></a><artist/></a>") == [(1, b"<artist></artist>"), (2, b"<artist></artist>")]

    @pytest.mark.parametrize("size", [1, 3, 50])
    def test_pieces_may_end_anywhere(self, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
        body = (
            "<?xml version='1.0'?><!--é--><artists><artist>é<a/></artist>x<artist b='&amp;'/><x><artist/></x></artists>"
        )
        wanted = read(body.encode())
        assert len(wanted) == 3
        monkeypatch.setattr(xml, "_CHUNK", size)
        assert read(body.encode()) == wanted
        assert read(body.encode("utf-16")) == wanted

    @pytest.mark.parametrize("name", ATTACKS)
    def test_a_document_type_is_refused(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(
            InputFormat, match=r"artists\.xml can't be read: it has a document type \(DOCTYPE\)"
        ) as told:
            read(attack(name, tmp_path), "a")
        assert SECRET not in str(told.value)

    @pytest.mark.parametrize("body", BAD.values(), ids=BAD)
    def test_what_is_not_well_formed(self, body: bytes) -> None:
        with pytest.raises(InputError, match=r"^artists\.xml (is|ends|can't)") as told:
            read(body, "b")
        assert told.value.hint
        assert isinstance(told.value, InputEmpty) == (body == b"")

    @pytest.mark.parametrize(
        ("bad", "error", "said"),
        [
            (b"<artist><n></artist>", InputFormat, r"artists\.xml is broken XML, in line 5,?\d*: .*mismatch"),
            (b"<artist>\xff</artist>", InputFormat, r"artists\.xml is broken XML, in line 5,?\d*"),
            (b"<artist>&nbsp;</artist>", InputFormat, r"is broken XML, in line 5,?\d*: Entity 'nbsp' not defined"),
            (b"<artist>\0</artist>", InputFormat, r"is broken XML, in line 5,?\d*"),
            (b"<artist><n>", InputTruncated, r"artists\.xml ends in the middle, in line 5,?\d*"),
            (b"<art", InputTruncated, r"artists\.xml ends in the middle, in line 5,?\d*"),
            (b"", InputTruncated, r"artists\.xml ends in the middle, in line 5,?\d*"),
        ],
    )
    @pytest.mark.parametrize("before", [3, 5000 - 2])
    def test_what_came_before_a_fault_is_read(
        self, before: int, bad: bytes, error: type[InputError], said: str
    ) -> None:
        lines = b"<artist>%d</artist>\n"
        rest = b"" if error is InputTruncated else b"\n<artist/></artists>"
        body = b"<artists>\n" + b"".join(lines % n for n in range(before)) + bad + rest
        got: list[tuple[int, bytes]] = []
        with pytest.raises(error, match=said) as told:
            got.extend(xml.records(io.BytesIO(body), {"artist"}, "artists.xml"))
        assert "What came before is in" in told.value.hint
        assert got == [(n + 1, (lines % n).rstrip()) for n in range(before)]

    @pytest.mark.parametrize(
        ("bad", "said"),
        [
            (b"<n>" * 300, "elements lie too deep in each other"),
            (b"<n>" + b"x" * 11_000_000, "a text or a name is too long"),
            (b"<!--" + b"x" * 11_000_000 + b"-->", "a text or a name is too long"),
            (b"<" + b"n" * 60_000 + b"/>", "a text or a name is too long"),
            (
                b"<n " + b" ".join(b"a%d=''" % n for n in range(9_000)) + b"/>",
                "an element has more than 1,000 attributes",
            ),
        ],
        ids=["depth", "text", "comment", "name", "attributes"],
    )
    def test_what_is_beyond_the_limits_is_told_in_plain_words(self, bad: bytes, said: str) -> None:
        body = b"<artists>\n<artist>1</artist>\n<artist>" + bad + b"</artist></artists>"
        got: list[bytes] = []
        with pytest.raises(InputFormat, match=rf"^artists\.xml can't be read beyond line 3: {said}\.") as told:
            got.extend(body for _, body in xml.records(io.BytesIO(body), {"artist"}, "artists.xml"))
        assert "What came before is in" in told.value.hint
        assert got == [b"<artist>1</artist>"]

    @pytest.mark.parametrize("pack", [gzip.compress, bz2.compress], ids=["gzip", "bz2"])
    def test_a_packed_file_that_breaks_off(self, tmp_path: Path, pack: Any) -> None:
        body = b"<artists>" + b"".join(b"<artist>%d %x</artist>" % (n, hash(str(n))) for n in range(90_000))
        packed = pack(body + b"</artists>")
        (tmp_path / "artists.xml").write_bytes(packed[: len(packed) // 2])
        got: list[tuple[int, bytes]] = []
        with (
            files.open_file(tmp_path / "artists.xml") as stream,
            pytest.raises(InputTruncated, match=r"artists\.xml breaks off after record [\d,]+: .*then --resume"),
        ):
            got.extend(xml.records(stream, {"artist"}, "artists.xml"))
        assert len(got) > 20_000
        assert [number for number, _ in got] == list(range(1, len(got) + 1))
        assert b"".join(record for _, record in got) in body


class Made(io.RawIOBase):
    """So many artists, written as they are read."""

    def __init__(self, count: int) -> None:
        lines = (b"<artist id='%d'><name>A. Person %d</name></artist>\n" % (n, n) for n in range(count))
        self._lines: Iterator[bytes] = chain([b"<artists>"], lines, [b"</artists>"])

    def read1(self, _: int) -> bytes:
        return next(self._lines, b"")


@pytest.mark.parametrize("name", ["artist", "name", "nothing"])
def test_no_element_is_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither records that were given, nor what is no record, nor one with another parent than the last one."""
    most = 0
    forget = xml._forget

    def counted(root: Any, wanted: frozenset[str]) -> None:
        nonlocal most
        forget(root, wanted)
        most = max(most, sum(1 for _ in root.iter()))

    monkeypatch.setattr(xml, "_forget", counted)
    found = sum(1 for _ in xml.records(Made(5_000), {name}, "artists.xml"))  # type: ignore[arg-type]
    assert found == (0 if name == "nothing" else 5_000)
    assert 0 < most < 10


class _Counted:
    """A parser of the standard library that counts the bytes which it searches: of what is not whole all from the
    beginning, each time."""

    parser: Any
    searched: list[int]
    given: int

    def __init__(self, parser: Any, searched: list[int]) -> None:
        self.__dict__.update(parser=parser, searched=searched, given=0)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.parser, name, value)

    def Parse(self, body: bytes, last: bool) -> None:  # noqa: N802
        self.__dict__["given"] += len(body)
        self.searched.append(self.given)
        self.parser.Parse(body, last)


LONG = 4_000_000
STARTS = {
    "remark": b"<!--%s-->\n<artists>" % (b"x" * LONG), "instruction": b"<?pi %s?><artists>" % (b"x" * LONG),
    "attribute": b"<artists a='%s'>" % (b"x" * LONG), "spaces": b"%s<artists>" % (b" " * LONG),
}  # fmt: skip


@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_a_long_line_before_the_first_record_is_searched_a_few_times_only(
    start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[int] = []
    strict = xml._strict_parser
    monkeypatch.setattr(xml, "_strict_parser", lambda *said: _Counted(strict(*said), searched))
    assert read(start + b"<artist/></artists>") == [(1, b"<artist></artist>")]
    assert sum(searched) <= 4 * LONG
    assert len(searched) < 12


def test_where_no_element_begins_reading_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    given = 0

    class Endless(io.RawIOBase):
        def read1(self, size: int) -> bytes:
            nonlocal given
            given += size
            return b"<!--".ljust(size, b"x") if given == size else b"x" * size

    with pytest.raises(InputFormat, match=r"artists\.xml has no element in its first 10,000,000 bytes"):
        list(xml.records(Endless(), {"artist"}, "artists.xml"))  # type: ignore[arg-type]
    assert given < 2 * xml.LONGEST_START


def test_the_children_of_an_open_record_are_never_counted() -> None:
    """A record in one long line is looked at after each piece: its children may be millions by then."""

    class Element(list[Any]):
        def __init__(self, tag: str, *children: Any) -> None:
            super().__init__(children)
            self.tag, self.counted = tag, 0

        def __len__(self) -> int:
            self.counted += 1
            return super().__len__()

    record = Element("artist", Element("name"), Element("name"))
    root = Element("artists", Element("artist"), Element("other"), record)
    xml._forget(root, frozenset({"artist"}))
    assert (record.counted, root.counted > 0) == (0, True)
    assert [one.tag for one in root] == ["artist"], "what is closed is gone"
