"""Dates as archives write them: read right, or reported; never guessed."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from newskit.dates import forms
from newskit.dates.forms import DateStatus, instant_of
from newskit.dates.read import date_in_name, read_date

EXACT = {
    "2022-02-09 12:49:59 +0800": "2022-02-09T12:49:59+08:00",
    "2018-04-30T13:22:33.903-0400": "2018-04-30T13:22:33.903-04:00",
    "2014-11-21 21:07:04.0000000": "2014-11-21T21:07:04",
    "2010-03-01T20:06:51.000Z": "2010-03-01T20:06:51+00:00",
    "2004-12-16 15:17:59.000000000 +00:00": "2004-12-16T15:17:59+00:00",
    "2013-05-1 16:30:00 -06:00": "2013-05-01T16:30:00-06:00",
    "2017-03-20 15:00 -04:00": "2017-03-20T15:00:00-04:00",
    "2011-11-28 8:32:24 -0400": "2011-11-28T08:32:24-04:00",
    "2025-11-24 13:45:00+0100": "2025-11-24T13:45:00+01:00",
    "2020-06-09 00:00:00Z": "2020-06-09T00:00:00+00:00",
    "2022-02-09T12:49:59+08:00[Asia/Shanghai]": "2022-02-09T12:49:59+08:00",
    "2021-01-02 03:04:05 +0000 UTC": "2021-01-02T03:04:05+00:00",
    "2022-02-09 12:49 EST": "2022-02-09T12:49:00-05:00",
    "2022-02-09 3:05 PM": "2022-02-09T15:05:00",
    "2022/02/09 12:49": "2022-02-09T12:49:00",
    "2022.02.09": "2022-02-09",
    "2021-02-08 +0800": "2021-02-08",
    "2022-W06-3": "2022-02-09",
    "20220209": "2022-02-09",
    "20220209T124959Z": "2022-02-09T12:49:59+00:00",
    "20220209124959": "2022-02-09T12:49:59",
    "1173484112": "2007-03-09T23:48:32+00:00",
    "1643695199123": "2022-02-01T05:59:59.123+00:00",
    "Fri Sep  3 11:21:31 CEST 2021": "2021-09-03T11:21:31+02:00",
    "Wed, 09 Feb 2022 12:49:59 +0800": "2022-02-09T12:49:59+08:00",
    "Wed, 09 Feb 2022 12:49:59 CST": "2022-02-09T12:49:59-06:00",
    "Mon, 3 Mar 2014 09:00:00 -0500 (EST)": "2014-03-03T09:00:00-05:00",
    "15 Oct 2023": "2023-10-15",
    "04-Mar-2010": "2010-03-04",
    "October 15th, 2023": "2023-10-15",
    "June 4, 2010 5:15pm": "2010-06-04T17:15:00",
    "15. März 2021": "2021-03-15",
    "3 février 2014 à 10:00": "2014-02-03T10:00:00",
    "15 de octubre de 2023": "2023-10-15",
    "1 октября 2020 г.": "2020-10-01",
    "2022年2月9日 下午3:05": "2022-02-09T15:05:00",
    "2022年02月09日（星期三）": "2022-02-09",
    "2022年2月9日 12時49分59秒": "2022-02-09T12:49:59",
    "2022년 2월 9일 오후 3시 5분": "2022-02-09T15:05:00",
    "2011. 3. 3.": "2011-03-03",
    "2011. 3. 3. 17:05": "2011-03-03T17:05:00",
    "平成23年3月3日": "2011-03-03",
    "令和元年5月1日 10:00": "2019-05-01T10:00:00",
    "民國100年3月3日": "2011-03-03",
    "二〇一一年三月四日": "2011-03-04",
    "mercoledì 1 maggio 2024": "2024-05-01",
    "quarta-feira, 1 de maio de 2024": "2024-05-01",
    "woensdag 1 mei 2024": "2024-05-01",
    "miercuri, 1 mai 2024": "2024-05-01",
    "środa, 1 maja 2024": "2024-05-01",
    "п’ятниця, 3 травня 2024 р.": "2024-05-03",
    "5 d’abril de 2024": "2024-04-05",
    "2024. május 1.": "2024-05-01",
    "2024 m. gegužės 1 d.": "2024-05-01",
    "2024. gada 1. maijs": "2024-05-01",
    "1 listopada 2024": "2024-11-01",
    "1. listopada 2024.": "2024-10-01",
    "Τετάρτη 1 Μαΐου 2024": "2024-05-01",
    "1 במאי 2024": "2024-05-01",
    "الأربعاء، 1 مايو 2024": "2024-05-01",
    "چهارشنبه ۱ مه ۲۰۲۴": "2024-05-01",
    "१ मई २०२४": "2024-05-01",
    "15 फ़रवरी 2024 09:30": "2024-02-15T09:30:00",
    "1 พฤษภาคม 2567": "2024-05-01",
    "วันพุธที่ 1 พ.ค. 2567 เวลา 09:30 น.": "2024-05-01T09:30:00",
    "1 มกราคม 2024": "2024-01-01",
    "1 May 2567": "2567-05-01",
    "Thứ Tư, ngày 1 tháng 5 năm 2024": "2024-05-01",
    "1 tháng 5, 2024": "2024-05-01",
    "二零一一年十二月廿三日 17:05": "2011-12-23T17:05:00",
    "三月 3, 2011": "2011-03-03",
    "2011/3/3(木) 17:00": "2011-03-03T17:00:00",
    "2011-03-03（木）": "2011-03-03",
    "jeudi 3 mars 2011 à 17h05": "2011-03-03T17:05:00",
    "3 mars 2011, 9h": "2011-03-03T09:00:00",
    "March 3rd 2011 at 5pm": "2011-03-03T17:00:00",
    "March 3, 2011 – 5:00 p.m.": "2011-03-03T17:00:00",
    "3 февр. 2011 г., 17:00": "2011-02-03T17:00:00",
    "/Date(1299171600000+0100)/": "2011-03-03T17:00:00+00:00",
    "13/02/2024": "2024-02-13",
    "05/05/2024": "2024-05-05",
    "MjAwMy0wMi0xNyAxOTozMDoxMSAtMDUwMA==": "2003-02-17T19:30:11-05:00",
}


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_exact(text: str, value: str) -> None:
    reading = read_date(text)
    assert (reading.status, reading.value, reading.text) == (DateStatus.EXACT, value, text)


@pytest.mark.parametrize(
    ("text", "status", "value"),
    [
        ("01/02/2024", DateStatus.AMBIGUOUS, None),
        ("9.2.2022", DateStatus.AMBIGUOUS, None),
        ("１２/０２/2024", DateStatus.AMBIGUOUS, None),
        ("2022020912", DateStatus.AMBIGUOUS, None),
        ("Feb 9, 2022 12:49 CST", DateStatus.AMBIGUOUS, "2022-02-09T12:49:00"),
        ("2017-02-10 00:10::00 -03:00", DateStatus.DAMAGED, "2017-02-10"),
        ("2021-02-08 16:30-:00+16:30", DateStatus.DAMAGED, "2021-02-08"),
        ("2022-02-09T24:00:00Z", DateStatus.DAMAGED, "2022-02-09"),
        ("2024-01-05 to 2024-01-07", DateStatus.DAMAGED, "2024-01-05"),
        ("Tue Feb 09 2021 10:00 +0000", DateStatus.EXACT, "2021-02-09T10:00:00+00:00"),
        ("Tue Feb 09 2022", DateStatus.DAMAGED, "2022-02-09"),
        ("2021-05-25 16:00:00+16:00", DateStatus.DAMAGED, "2021-05-25T16:00:00"),
        ("2025-14-07", DateStatus.DAMAGED, None),
        ("2022-02-30", DateStatus.DAMAGED, None),
        ("2022-02", DateStatus.PARTIAL, None),
        ("May 2022", DateStatus.PARTIAL, None),
        ("2022", DateStatus.PARTIAL, None),
        ("0000-00-00 00:00:00", DateStatus.UNREADABLE, None),
        ("0001-01-01T00:00:00Z", DateStatus.UNREADABLE, None),
        ("0001-01-01", DateStatus.UNREADABLE, None),
        ("3–5 March 2011", DateStatus.UNREADABLE, None),
        ("2011年3月", DateStatus.PARTIAL, None),
        ("3月3日", DateStatus.UNREADABLE, None),
        ("平成23年3月", DateStatus.UNREADABLE, None),
        ("+0800", DateStatus.UNREADABLE, None),
        ("May", DateStatus.UNREADABLE, None),
        ("yesterday", DateStatus.UNREADABLE, None),
        ("12:30", DateStatus.UNREADABLE, None),
        ("1 Jan 21", DateStatus.UNREADABLE, None),
        ("1 2 Jan 2021", DateStatus.UNREADABLE, None),
        ("", DateStatus.UNREADABLE, None),
        ("x" * 10_000, DateStatus.UNREADABLE, None),
    ],
)
def test_doubtful_dates_say_only_what_is_certain(
    text: str, status: DateStatus, value: str | None
) -> None:
    reading = read_date(text)
    assert (reading.status, reading.value) == (status, value)
    assert reading.note or status is DateStatus.EXACT


def test_the_common_forms_read_as_the_ladder_reads_them() -> None:
    # A longer spelling of the same moment takes the slow way.
    for day in ("2020-02-29", "1999-12-31"):
        for clock in ("00:00:00", "9:05:07", "23:59:59.120", "12:00:00.000000000"):
            for zone in ("", "Z", "+0530", " -03:00", "+00:00", "-11:45"):
                quick, slow = read_date(f"{day} {clock}{zone}"), read_date(f"{day}  {clock}{zone}")
                assert (quick.value, quick.status, quick.form) == (slow.value, slow.status, "iso")


@pytest.mark.parametrize(
    "text",
    ["2021-02-29", "2021-13-01 10:00:00", "2021-01-02 24:00:00", "2021-01-02 10:00:00 +15:00"],
)
def test_what_only_looks_like_a_common_form_is_reported(text: str) -> None:
    assert read_date(text).status is DateStatus.DAMAGED


def test_ambiguous_dates_name_the_choices() -> None:
    assert read_date("01/02/2024").choices == ("2024-02-01", "2024-01-02")


def test_a_zone_by_name_follows_its_clock_changes() -> None:
    if not available_timezones():
        pytest.skip("needs a time zone database")
    assert read_date("2022-02-09 12:49 Europe/Berlin").value == "2022-02-09T12:49:00+01:00"
    assert read_date("2022-07-09 12:49 Europe/Berlin").value == "2022-07-09T12:49:00+02:00"
    # The clock shows this time twice that night.
    assert read_date("2022-10-30 02:30 Europe/Berlin").status is DateStatus.AMBIGUOUS


@pytest.mark.parametrize("value", [True, None, [], {"mm": "08"}, False])
def test_values_of_other_types_are_no_dates(value: object) -> None:
    assert read_date(value).status is DateStatus.UNREADABLE  # type: ignore[arg-type]


def test_numbers_are_read_as_they_are_written() -> None:
    assert read_date(20220209).value == "2022-02-09"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("_posts/2022-02-09-mining.md", "2022-02-09"),
        ("2023-07-14_haiku.md", "2023-07-14"),
        ("blog/2022-02-09-mining/index.md", "2022-02-09"),
        ("2022-02-09.md", "2022-02-09"),
        ("blog/2022/02/09/mining.md", "2022-02-09"),
        ("blog/2022/02/mining.md", None),
        ("blog/2022/02/31/mining.md", None),
        ("2022-02-30-never.md", None),
        ("posts/20240105.md", "2024-01-05"),
        ("posts/20240106-ferry.md", "2024-01-06"),
        ("20240107_ferry/index.md", "2024-01-07"),
        ("posts/20210307T101112-ferry.md", "2021-03-07"),
        ("posts/20210307T1011.md", "2021-03-07"),
        ("posts/20210307T2511-ferry.md", None),
        ("posts/2021/03-07-ferry.md", "2021-03-07"),
        ("posts/2021/03_07_ferry/index.md", "2021-03-07"),
        ("posts/2021/03/12-angry-men.md", None),
        ("posts/2021/03-07.md", "2021-03-07"),
        ("posts/20241306.md", None),
        ("posts/12345678.md", None),
        ("posts/20240105123.md", None),
        ("2022-02-09/other.md", None),
        ("notes.md", None),
        ("posts/2024_03_09_title.md", "2024-03-09"),
        ("posts/2024.03.09 title.md", "2024-03-09"),
        ("posts/2024_03_09_title/index.md", "2024-03-09"),
        ("posts/2024_03-09.md", None),
        ("posts/2024_13_09.md", None),
        ("posts/2024.03.091.md", None),
    ],
)
def test_dates_in_file_names(path: str, value: str | None) -> None:
    reading = date_in_name(path)
    assert (reading and reading.value) == value


def test_instants_order_dates_of_all_kinds() -> None:
    values = ["2022-02-09T12:49:59+08:00", "2022-02-09T05:00:00", "2022-02-09", "2022-02-10"]
    assert sorted(values, key=instant_of) == [values[2], values[0], values[1], values[3]]


def test_no_name_is_of_two_months_or_days() -> None:
    for lines, start in ((forms.MONTH_NAMES, 1), (forms.DAY_NAMES, 0)):
        seen: dict[str, int] = {}
        for line in lines:
            for number, written in enumerate(line.split(), start):
                for form in written.replace("_", "").split("/"):
                    assert seen.setdefault(form, number) == number or not form, form
                seen.pop("", None)
    assert not forms.MONTHS.keys() & forms.WEEKDAYS.keys()
    assert not forms.FILLERS & (forms.MONTHS.keys() | forms.WEEKDAYS.keys())
