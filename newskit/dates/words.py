"""The words of dates: months, weekdays, fillers and zone names, and what they stand for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AMBIGUOUS_ZONES", "FILLERS", "HALVES", "MONTHS", "WEEKDAYS", "ZONES"]

# One language a line, January to December; forms of one month are joined by "/". Abbreviations
# that mean two months in two of these languages are left out (Croatian has such month names).
_MONTH_NAMES: Final = (
    (
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug"
        " september/sep/sept october/oct november/nov december/dec"
    ),
    (
        "januar/jänner februar/feber märz/maerz/mär/mrz april mai juni juli august september"
        " oktober/okt november dezember/dez"
    ),
    (
        "janvier/janv février/févr/fevrier mars avril/avr mai juin juillet/juil août/aout septembre"
        " octobre novembre décembre/déc/decembre"
    ),
    (
        "enero/ene febrero marzo abril/abr mayo junio julio agosto/ago septiembre/setiembre octubre"
        " noviembre diciembre/dic"
    ),
    (
        "janeiro fevereiro/fev março/marco abril maio junho julho agosto setembro/set outubro/out"
        " novembro dezembro"
    ),
    (
        "gennaio/gen febbraio marzo aprile maggio/mag giugno/giu luglio/lug agosto settembre/sett"
        " ottobre/ott novembre dicembre"
    ),
    "januari februari maart/mrt april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember/des",
    (
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta"
        " syyskuuta lokakuuta marraskuuta joulukuuta"
    ),
    (
        "stycznia/styczeń lutego/luty marca/marzec kwietnia/kwiecień maja czerwca/czerwiec"
        " lipca/lipiec sierpnia/sierpień września/wrzesień października/październik"
        " listopada/listopad grudnia/grudzień"
    ),
    (
        "ledna/leden února/únor března/březen dubna/duben května/květen června července srpna/srpen"
        " září října/říjen listopadu prosince/prosinec"
    ),
    (
        "января/январь/янв февраля/февраль/фев/февр марта/март/мар апреля/апрель/апр мая/май"
        " июня/июнь/июн июля/июль/июл августа/август/авг сентября/сентябрь/сен/сент"
        " октября/октябрь/окт ноября/ноябрь/ноя/нояб декабря/декабрь/дек"
    ),
    (
        "січня/січень лютого/лютий березня/березень квітня/квітень травня/травень червня/червень"
        " липня/липень серпня/серпень вересня/вересень жовтня/жовтень листопада/листопад"
        " грудня/грудень"
    ),
    "януари февруари март април май юни юли август септември октомври ноември декември",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    "يناير فبراير مارس أبريل/ابريل مايو يونيو يوليو أغسطس/اغسطس سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر",
)
MONTHS: Final[Mapping[str, int]] = MappingProxyType(
    {
        form: number
        for line in _MONTH_NAMES
        for number, forms in enumerate(line.split(), start=1)
        for form in forms.split("/")
    }
)
"""Number of the month by its lower-case name, full or abbreviated."""

WEEKDAYS: Final[Mapping[str, int]] = MappingProxyType(
    {
        form: number
        for line in (
            (
                "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thur/thurs friday/fri"
                " saturday/sat sunday/sun"
            ),
            "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
            "lundi mardi mercredi jeudi vendredi samedi dimanche",
            "lunes martes miércoles jueves viernes sábado domingo",
            "понедельник вторник среда четверг пятница суббота воскресенье",
        )
        for number, forms in enumerate(line.split())
        for form in forms.split("/")
    }
)
"""Day of the week, Monday 0, by its lower-case name."""

_FILLER_LIST: Final = "of the at on de del den um uhr kl klo г à às las a alle ore le"
FILLERS: Final = frozenset(_FILLER_LIST.split())
"""Words that stand in dates and say nothing."""

HALVES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "am": "am",
        "pm": "pm",
        "上午": "am",
        "早上": "am",
        "凌晨": "am",
        "下午": "pm",
        "晚上": "pm",
        "午前": "am",
        "午後": "pm",
        "오전": "am",
        "오후": "pm",
    }
)
"""The half of the day: ``am`` or ``pm``."""

ZONES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Z": "+00:00",
        "UTC": "+00:00",
        "GMT": "+00:00",
        "UT": "+00:00",
        "WET": "+00:00",
        "WEST": "+01:00",
        "CET": "+01:00",
        "CEST": "+02:00",
        "MEZ": "+01:00",
        "MESZ": "+02:00",
        "EET": "+02:00",
        "EEST": "+03:00",
        "MSK": "+03:00",
        "HKT": "+08:00",
        "JST": "+09:00",
        "KST": "+09:00",
        "AEST": "+10:00",
        "AEDT": "+11:00",
        "NZST": "+12:00",
        "NZDT": "+13:00",
        "EST": "-05:00",
        "EDT": "-04:00",
        "CDT": "-05:00",
        "MST": "-07:00",
        "MDT": "-06:00",
        "PST": "-08:00",
        "PDT": "-07:00",
    }
)
"""UTC offset by zone name; the American ones as in RFC 5322, section 4.3."""

AMBIGUOUS_ZONES: Final = frozenset({"CST", "IST", "BST", "AST", "SST", "WST", "ECT", "GST"})
"""Zone names in use for several offsets (CST is American, Cuban and Chinese)."""
