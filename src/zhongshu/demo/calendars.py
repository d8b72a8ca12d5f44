"""The demo company's calendars: two countries, the company, and its sites."""

from typing import Any, NamedTuple

# 08:30–12:00 and 13:00–17:30, eight hours; Shenzhen begins half an hour later.
_OFFICE = [[510, 720], [780, 1050]]
_LATE_OFFICE = [[540, 720], [810, 1110]]
_TWO_SHIFTS = [[480, 960], [960, 1440]]
WEEK = [_OFFICE] * 5 + [[], []]


class CalendarSpec(NamedTuple):
    """A calendar, by a code that others name as their parent."""

    code: str
    zh: str
    en: str
    kind: str
    parent: str | None
    country: str
    week: list[Any]
    exceptions: list[dict[str, Any]]


def _off(zh: str, en: str, *ranges: str) -> list[dict[str, Any]]:
    """Days off, written ``2026-02-24/2026-02-27`` or a single day."""
    found = []
    for text in ranges:
        first, _, last = text.partition("/")
        found.append(
            {"from_date": first, "to_date": last or first, "name": zh, "name_en": en, "shifts": []}
        )
    return found


CALENDARS = (
    CalendarSpec("CN", "中国法定节假日", "China, public holidays", "national", None, "CN", WEEK,
                 []),
    CalendarSpec(
        "MY", "马来西亚槟城法定节假日", "Malaysia (Penang), public holidays", "national", None, "",
        WEEK,
        [
            *_off("元旦", "New Year's Day", "2025-01-01", "2026-01-01", "2027-01-01"),
            *_off("农历新年", "Chinese New Year", "2025-01-29/2025-01-30", "2026-02-17/2026-02-18",
                  "2027-02-08"),
            *_off("大宝森节", "Thaipusam", "2025-02-11", "2026-02-02", "2027-01-22"),
            *_off("开斋节", "Hari Raya Aidilfitri", "2025-03-31/2025-04-01", "2026-03-20",
                  "2026-03-23", "2027-03-10/2027-03-11"),
            *_off("劳动节", "Labour Day", "2025-05-01", "2026-05-01", "2027-05-01"),
            *_off("卫塞节", "Wesak Day", "2025-05-12", "2026-06-02"),
            *_off("元首诞辰", "Agong's Birthday", "2025-06-02", "2026-06-01"),
            *_off("宰牲节", "Hari Raya Haji", "2026-05-27"),
            *_off("回历元旦", "Awal Muharram", "2025-06-27", "2026-06-17"),
            *_off("乔治市世遗日", "George Town World Heritage Day", "2025-07-07", "2026-07-07"),
            *_off("国庆日", "National Day", "2025-09-01", "2026-08-31"),
            *_off("圣纪节", "Maulidur Rasul", "2025-09-05", "2026-08-25"),
            *_off("马来西亚日", "Malaysia Day", "2025-09-16", "2026-09-16"),
            *_off("屠妖节", "Deepavali", "2025-10-20", "2026-11-09"),
            *_off("圣诞节", "Christmas Day", "2025-12-25", "2026-12-25"),
        ],
    ),
    CalendarSpec(
        "QH", "启衡公司日历", "Qiheng company calendar", "company", "CN", "", [],
        [
            *_off("春节延长假", "Extended Spring Festival", "2025-02-05/2025-02-07",
                  "2026-02-24/2026-02-27"),
            *_off("公司成立日", "Company foundation day", "2025-06-06", "2026-06-05"),
        ],
    ),
    CalendarSpec("SZ", "苏州总部日历", "Suzhou headquarters calendar", "site", "QH", "", [], []),
    CalendarSpec(
        "SZP", "苏州工厂日历", "Suzhou plant calendar", "site", "QH", "", [],
        _off("年中盘点", "Mid-year stocktaking", "2025-06-30", "2026-06-30")
        + _off("年终盘点", "Year-end stocktaking", "2025-12-31", "2026-12-31"),
    ),
    CalendarSpec(
        "CD", "成都工厂日历", "Chengdu plant calendar", "site", "QH", "", [],
        _off("高温限电停产", "Power rationing", "2025-07-21/2025-07-25", "2026-07-27/2026-07-31"),
    ),
    CalendarSpec(
        "SH", "深圳研发中心日历", "Shenzhen R&D centre calendar", "site", "QH", "",
        [_LATE_OFFICE] * 5 + [None, None], [],
    ),
    CalendarSpec("PG", "槟城工厂日历", "Penang plant calendar", "site", "MY", "", [], []),
    CalendarSpec(
        "SZP2", "苏州工厂两班制", "Suzhou plant, two shifts", "site", "SZP", "",
        [_TWO_SHIFTS] * 5 + [None, None], [],
    ),
)  # fmt: skip
