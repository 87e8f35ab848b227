"""The words of dates: months, weekdays, fillers and zone names, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

# One language a line, January to December; forms of one month are joined by "/". A name that
# means two months in two of these languages stands once ("_": Croatian's October is in `rare`).
# Names from Maghrebi Arabic on are those of Unicode's CLDR 48, as they stand in dates and alone.
MONTH_NAMES: Final = (
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
    "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "januari februari mac april mei jun julai ogos september oktober november disember",
    (
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie"
        " decembrie"
    ),
    (
        "január február március április május június július augusztus szeptember október november"
        " december"
    ),
    (
        "januára/január februára/február marca/marec apríla/apríl mája/máj júna/jún júla/júl"
        " augusta/august septembra októbra novembra decembra"
    ),
    "januar februar marec april maj junij julij avgust september oktober november december",
    (
        "siječnja/siječanj veljače/veljača ožujka/ožujak travnja/travanj svibnja/svibanj"
        " lipnja/lipanj srpnja/srpanj kolovoza/kolovoz rujna/rujan _ studenoga/studeni"
        " prosinca/prosinac"
    ),
    "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
    (
        "ιανουαρίου/ιανουάριος φεβρουαρίου/φεβρουάριος μαρτίου/μάρτιος απριλίου/απρίλιος"
        " μαΐου/μαίου/μάιος ιουνίου/ιούνιος ιουλίου/ιούλιος αυγούστου/αύγουστος"
        " σεπτεμβρίου/σεπτέμβριος οκτωβρίου/οκτώβριος νοεμβρίου/νοέμβριος δεκεμβρίου/δεκέμβριος"
    ),
    (
        "ינואר/בינואר פברואר/בפברואר מרץ/במרץ אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי"
        " אוגוסט/באוגוסט ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר"
    ),
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
    (
        "जनवरी फ़रवरी/फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर"
        " नवंबर/नवम्बर दिसंबर/दिसम्बर"
    ),
    "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
    "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
    ("jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember"),
    (
        "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris"
        " novembris decembris"
    ),
    (
        "sausio/sausis vasario/vasaris kovo/kovas balandžio/balandis gegužės/gegužė"
        " birželio/birželis liepos/liepa rugpjūčio/rugpjūtis rugsėjo/rugsėjis spalio/spalis"
        " lapkričio/lapkritis gruodžio/gruodis"
    ),
    "janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
    (
        "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка"
        " лістапада снежня"
    ),
    "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "yanvar fevral mart aprel may iyun iyul avqust/avgust sentyabr oktyabr noyabr dekabr",
    (
        "იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი"
        " ნოემბერი დეკემბერი"
    ),
    (
        "հունվարի/հունվար փետրվարի/փետրվար մարտի/մարտ ապրիլի/ապրիլ մայիսի/մայիս հունիսի/հունիս"
        " հուլիսի/հուլիս օգոստոսի/օգոստոս սեպտեմբերի/սեպտեմբեր հոկտեմբերի/հոկտեմբեր"
        " նոյեմբերի/նոյեմբեր դեկտեմբերի/դեկտեմբեր"
    ),
    (
        "มกราคม/มค กุมภาพันธ์/กพ มีนาคม/มีค เมษายน/เมย พฤษภาคม/พค มิถุนายน/มิย กรกฎาคม/กค"
        " สิงหาคม/สค กันยายน/กย ตุลาคม/ตค พฤศจิกายน/พย ธันวาคม/ธค"
    ),
)


def _numbered(lines: Iterable[str], start: int) -> Mapping[str, int]:
    """Return the numbers of the words of lines, by the word in NFKC."""
    return MappingProxyType(
        {
            normalize("NFKC", form): number
            for line in lines
            for number, forms in enumerate(line.split(), start)
            for form in forms.split("/")
            if form != "_"
        }
    )


MONTHS: Final = _numbered(MONTH_NAMES, 1)
"""Number of the month by its lower-case name, full or abbreviated."""

# One language a line, Monday to Sunday, as above.
DAY_NAMES: Final = (
    (
        "monday/mon tuesday/tue/tues wednesday/wed thursday/thu/thur/thurs friday/fri"
        " saturday/sat sunday/sun"
    ),
    "montag dienstag mittwoch donnerstag freitag samstag/sonnabend sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "segunda terça quarta quinta sexta sábado domingo",
    "dilluns dimarts dimecres dijous divendres dissabte diumenge",
    "luni marți/marţi miercuri joi vineri sâmbătă duminică",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "måndag tisdag onsdag torsdag fredag lördag söndag",
    "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    (
        "maanantaina/maanantai tiistaina/tiistai keskiviikkona/keskiviikko torstaina/torstai"
        " perjantaina/perjantai lauantaina/lauantai sunnuntaina/sunnuntai"
    ),
    "esmaspäev teisipäev kolmapäev neljapäev reede laupäev pühapäev",
    "pirmdiena otrdiena trešdiena ceturtdiena piektdiena sestdiena svētdiena",
    ("pirmadienis antradienis trečiadienis ketvirtadienis penktadienis šeštadienis sekmadienis"),
    "mánudagur þriðjudagur miðvikudagur fimmtudagur föstudagur laugardagur sunnudagur",
    "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "pondělí úterý středa čtvrtek pátek sobota neděle",
    "pondelok utorok streda štvrtok piatok sobota nedeľa",
    "ponedeljek torek sreda četrtek petek sobota nedelja",
    "ponedjeljak utorak srijeda četvrtak petak subota nedjelja",
    "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "понеділок вівторок середа четвер ятниця/пʼятниця субота неділя",
    "понеделник вторник сряда четвъртък петък събота неделя",
    "понедељак уторак среда четвртак петак субота недеља",
    "панядзелак аўторак серада чацвер пятніца субота нядзеля",
    "الاثنين/الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه",
    "सोमवार मंगलवार बुधवार गुरुवार/बृहस्पतिवार शुक्रवार शनिवार रविवार",
    "วันจันทร์/จันทร์ วันอังคาร/อังคาร วันพุธ/พุธ วันพฤหัสบดี/พฤหัสบดี วันศุกร์/ศุกร์ วันเสาร์/เสาร์ วันอาทิตย์/อาทิตย์",
    "senin selasa rabu kamis jumat sabtu minggu",
    "isnin selasa rabu khamis jumaat sabtu ahad",
)
WEEKDAYS: Final = _numbered(DAY_NAMES, 0)
"""Day of the week, Monday 0, by its lower-case name."""

_FILLER_LIST: Final = (
    "of the at on de del den um uhr kl klo г à às las a alle ore le d di il pada gada ж m р року"
    " года เวลา น พศ คศ στις في feira п"
)
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
