"""Workbooks made to be slow: what is counted is rows seen, letters and bytes that really come out (ASVS 5.2.3)."""

import datetime as dt
import zipfile
from io import BytesIO
from itertools import islice

import pytest
from openpyxl import Workbook
from openpyxl.styles import numbers

from documents.unpacking import Meter, NotReadable, chunks_of
from documents.workbooks import UNWORKED, sheets_in
from information import uploaded
from referrals.importing import sheets

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>%s</sheetData></worksheet>'
X = '<c r="A%d" t="inlineStr"><is><t>x</t></is></c>'


def packed(rows: str, *, strings: str = "", styles: str = "") -> bytes:
    """A workbook of one sheet, as little of it as can be."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets><sheet name="S" r:id="a"/></sheets></workbook>',
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="a" Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="b" Type="{RELS}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
            f'<Relationship Id="c" Type="{RELS}/styles" Target="styles.xml"/></Relationships>',
        )
        made.writestr("xl/worksheets/sheet1.xml", SHEET % rows)
        if strings:
            made.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
        if styles:
            made.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
    return out.getvalue()


def read(content, *, most_bytes=10**6, most_marks=10**5, columns=40, text=10**6):
    meter = Meter("too much", most_bytes=most_bytes, most_marks=most_marks)
    return [(name, list(rows)) for name, rows in sheets_in(content, meter, most_columns=columns, most_text=text)]


def test_of_a_formula_the_saved_result_counts_and_where_there_is_none_that_is_said():
    """As Excel writes it, as openpyxl does, and one that came to an empty text."""
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="C1"><f>SUM(A1)</f><v></v></c><c r="D1"><f t="shared" si="0"/></c>'
        '<c r="E1" t="str"><f>""</f><v></v></c><c r="F1"/></row>'
    )
    assert read(packed(rows)) == [("S", [(1, [2, "a", UNWORKED, UNWORKED, None, None])])]


def test_values_come_as_they_stand():
    book, out = Workbook(), BytesIO()
    book.active.title = "Log"
    book.active.append(
        [
            "Ada & Co",
            3,
            2.5,
            True,
            dt.datetime(2024, 3, 12, 14, 30),
            dt.date(2024, 3, 12),
            dt.time(9, 5),
            dt.timedelta(hours=30),
            None,
            "=1+1",
        ]
    )
    book.active["A3"] = 43536
    book.active["A3"].number_format = numbers.FORMAT_DATE_DDMMYY
    book.create_sheet("Second")["B2"] = "x"
    book.save(out)
    (log, rows), second = read(out.getvalue())
    assert (log, second) == ("Log", ("Second", [(2, [None, "x"])]))
    assert rows == [
        (
            1,
            [
                "Ada & Co",
                3,
                2.5,
                True,
                dt.datetime(2024, 3, 12, 14, 30),
                dt.datetime(2024, 3, 12),
                dt.time(9, 5),
                dt.timedelta(hours=30),
                None,
                UNWORKED,
            ],
        ),
        (3, [dt.datetime(2019, 3, 12)]),
    ]


def test_texts_in_runs_and_columns_beyond_the_last():
    content = packed(
        '<row><c t="s"><v>0</v></c><c r="C1"><v>1e2</v></c><c r="ZZ1"><v>9</v></c></row><row r="7"/>',
        strings='<si><r><t>A</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>no</t></rPh></si>',
    )
    assert read(content) == [("S", [(1, ["A b", None, 100.0]), (7, [])])]


def test_a_row_far_below_makes_no_rows_above_it():
    content = packed(f'<row r="1000000">{X % 1000000}</row>')
    assert read(content) == [("S", [(1_000_000, ["x"])])]
    assert uploaded.lines_of("own.xlsx", content) == [(1_000_000, ["x"])]


def test_no_more_is_unpacked_than_is_asked_for():
    meter = Meter("too much", most_bytes=10**9, most_marks=10**9)
    book = sheets_in(packed("<row/>" * 2_000_000), meter, most_columns=40, most_text=10)
    _, rows = next(book)
    assert len(list(islice(rows, 100))) == 100
    assert 10**9 - meter.bytes_left < 100_000


@pytest.mark.parametrize(
    "rows",
    ["<row/>" * 100_000, "".join(f'<row r="{n}"/>' for n in range(1, 30_000)),
     '<row><c t="s"><v>0</v></c></row>' * 1_999],
    ids=["empty rows", "numbered empty rows", "one long text in each row"],
)  # fmt: skip
def test_a_chronology_made_to_be_slow_is_refused(rows):
    with pytest.raises(NotReadable) as wrong:
        uploaded.lines_of("own.xlsx", packed(rows, strings=f"<si><t>{'a' * 30_000}</t></si>"))
    assert str(wrong.value) == "“own.xlsx” has more than 2,000 rows. Split it, or keep only the file."


@pytest.mark.parametrize("rows", ["<row/>" * 100_000, "<!---->" * 3_100_000])
def test_a_log_made_to_be_slow_is_refused(rows):
    with pytest.raises(NotReadable) as wrong:
        sheets.sheets_of("log.xlsx", packed(rows))
    assert str(wrong.value) == ("“log.xlsx” has more than 20,000 rows, or far more text than a log. Split the file.")


@pytest.mark.parametrize(
    "content",
    [packed('<row r="1"/>' * 3), packed('<row r="5000000"/>'), packed('<row r="x"/>'), packed("<row>"),
     packed(f"<row>{'<c/>' * 20_000}</row>"),
     packed("").replace(b"PK", b"XX"), packed('<row><c t="s"><v>4</v></c></row>')],
    ids=["the same row again", "beyond Excel's last", "no number", "not closed",
         "too many cells", "no zip", "no such text"],
)  # fmt: skip
def test_what_no_excel_writes_cannot_be_read(content):
    with pytest.raises(NotReadable) as wrong:
        uploaded.lines_of("own.xlsx", content)
    assert str(wrong.value) == "“own.xlsx” cannot be read. Save it again, or copy its rows and paste them."


def test_a_format_longer_than_excels_is_no_date():
    styles = (f'<numFmts><numFmt numFmtId="200" formatCode="{"[" * 250_000}dd"/></numFmts>'
              '<cellXfs><xf numFmtId="200"/><xf numFmtId="14"/></cellXfs>')  # fmt: skip
    content = packed('<row><c s="0"><v>43536</v></c><c s="1"><v>43536</v></c></row>', styles=styles)
    assert read(content) == [("S", [(1, [43536, dt.datetime(2019, 3, 12)])])]


@pytest.mark.parametrize(("most_bytes", "most_marks", "comes"), [(1_000, 10, 1), (999, 10, 0), (1_000, 9, 0)])
def test_a_part_is_counted_as_it_comes_out(most_bytes, most_marks, comes):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a", b"<" * 10 + b" " * 990)
    with zipfile.ZipFile(out) as there:
        chunks = chunks_of(there, "a", Meter("too much", most_bytes=most_bytes, most_marks=most_marks))
        if comes:
            assert len(list(chunks)) == 1
        else:
            with pytest.raises(NotReadable, match=r"^too much$"):
                list(chunks)


def test_a_part_packed_in_another_way_is_not_unpacked():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_BZIP2) as made:
        made.writestr("a", b" " * 10_000)
    with zipfile.ZipFile(out) as there, pytest.raises(NotReadable, match=r"^too much$"):
        list(chunks_of(there, "a", Meter("too much", most_bytes=10**6, most_marks=10)))
