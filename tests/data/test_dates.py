import datetime as dt
from contextlib import suppress

import edtf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data import DateError, date_label, date_span

LABELS = {"2019": "2019", "2019-04": "April 2019", "2019-12": "December 2019", "2019-04-05": "5 April 2019"}
LABELS |= {
    "2018/2019": "2018 to 2019",
    "2018-12/2019-02": "December 2018 to February 2019",
    "2019/2019": "2019 to 2019",
}
LABELS |= {"2019-04-15/2019-04": "15 April 2019 to April 2019", "0476": "0476", "9999-12-31": "31 December 9999"}


@pytest.mark.parametrize(("text", "label"), LABELS.items())
def test_label_keeps_the_precision(text, label):
    assert date_label(text) == label


REFUSED = {
    "is not a date like 2019": [
        *("", " ", "19", "201X", "20xx", "20190415", "2019-4-15", "2019-00", "2019-13", "2019-04-00", "2019-04-32"),
        *("2019-04-15T12:00", "2019-04-15Z", "2019?", "2019~", "-2019", "+2019", "y2019", "2019-21"),
        *("2019/", "/2019", "2019/..", "2018/2019/2020", "2018 / 2019", " 2019", "2019 ", "2019\n"),
        *("２０１９", "٢٠١٩", "15 April 2019", "today"),
    ],
    "is not a day of the calendar": [
        *("2019-02-29", "2019-04-31", "1900-02-29", "2019/2019-06-31", "0000", "0000-01-01"),
    ],
    "ends before it begins": ["2019/2018", "2019-04-15/2019-04-14", "2019-05/2019-04-30"],
}


@pytest.mark.parametrize(("text", "message"), [(text, why) for why, texts in REFUSED.items() for text in texts])
def test_what_is_no_date_is_refused(text, message):
    with pytest.raises(DateError, match=message):
        date_span(text)


@pytest.mark.parametrize("text", ["", "never", "2019-00", "2019-13", "2019-04-00", "2019-04-99", "2019-4-1", "a/b"])
def test_label_of_what_is_no_date_is_the_text_itself(text):
    assert date_label(text) == text


DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)).map(dt.date.isoformat)
DATES = st.builds(lambda day, length: day[:length], DAYS, st.sampled_from([4, 7, 10]))


def edtf_days(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    parsed = edtf.parse_edtf(text)
    return tuple(parsed.lower_strict()[:3]), tuple(parsed.upper_strict()[:3])


def days(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    span = date_span(text)
    return span.first.timetuple()[:3], span.last.timetuple()[:3]


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@example("1900-02")
@example("2020-02")
@given(DATES)
def test_spans_are_those_of_the_edtf_package(text):
    assert days(text) == edtf_days(text)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(DATES, DATES)
def test_spans_of_intervals_are_those_of_the_edtf_package(start, end):
    text = f"{start}/{end}"
    first, last = edtf_days(text)
    if first > last:
        with pytest.raises(DateError, match="ends before it begins"):
            date_span(text)
    else:
        assert days(text) == (first, last)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text(alphabet="0123456789-/", max_size=21) | st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text):
    with suppress(DateError):
        span = date_span(text)
        assert span.first <= span.last
