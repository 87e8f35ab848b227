"""What each rule of one post needs to find anything: marks in the text, and signs of it.

Only posts that have one pay for the rule; a property test finds rules that should have been asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newskit.validate import signs
from newskit.validate.marks import Family

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BODY", "BODY_RULES", "FRONT_MATTER", "FRONT_MATTER_RULES"]

FRONT_MATTER: Mapping[str, tuple[str, ...]] = {
    "NK101": (signs.NO_MATTER,),
    "NK102": (signs.NO_VALUES,),
    "NK107": (signs.BOM,),
    "NK108": (signs.MIXED_NEWLINES,),
    "NK111": (signs.CONTROL,),
    "NK113": (signs.NO_MATTER, signs.LATE),
    "NK122": (" &", " !", " #", "\t&", "\t!", "\t#"),
    "NK127": (" - ",),
    "NK131": ("{",),
    "NK140": (signs.ODD_ITEM,),
    "NK141": ("<!--", "// ", "/*", "[//]:"),
    "NK114": (signs.NO_MATTER,),
    "NK142": ("+++", ";;;", "---y", "---t", "---j", "--- y", "--- t", "--- j", "{"),
    "NK301": (signs.DATE,),
    "NK302": (signs.DATE,),
    "NK303": (signs.DATE,),
    "NK304": (signs.DATE,),
    "NK305": (signs.OTHER_DAY,),
    "NK306": (signs.LATER,),
    "NK307": ("&", signs.ESCAPE),
    "NK308": (signs.MOJIBAKE,),
    "NK309": (signs.SCALAR,),
    "NK310": (signs.KEY,),
    "NK311": ("<", "**", signs.ESCAPE),
    "NK312": (signs.INVISIBLE,),
    "NK313": (signs.SPACE,),
    "NK314": (signs.COMMAS,),
    "NK315": (signs.REPEATED,),
    "NK317": (signs.CAPITAL,),
    "NK318": (signs.TITLE,),
    "NK319": ("ttp", "htp", signs.ESCAPE),
    "NK320": (signs.BRACKET,),
    "NK321": ("binary",),
    "NK322": ("�",),
    "NK323": (signs.ADDRESS,),
    "NK324": (" #", "\t#"),
    "NK325": (signs.SCALAR,),
    "NK326": (" :", "\t:", "\n:", "\r:"),
    "NK327": (signs.DATED_TEXT,),
    "NK328": ("[[",),
    "NK329": (),
    "NK330": (),
}
"""Rules that check one post but not its body, in the order they run; each with what the text in
front of the body, in small letters, holds one of if the rule can find anything: a mark, or a sign
of `newskit.validate.signs`. A rule with none always looks."""

BODY: Mapping[str, tuple[str, ...]] = {
    "NK351": (signs.EMPTY_BODY,),
    "NK352": ("<",),
    "NK353": ("<",),
    "NK354": ("</",),
    "NK355": ("<", "!["),
    "NK356": (
        "<a",
        "<A",
        ": <>",
        "]()",
        "]( ",
        "](\t",
        "](<>)",
        "[](",
        " ](",
        "\t](",
        "\xa0](",
        "\u3000](",
    ),
    "NK357": (signs.MOJIBAKE,),
    "NK358": ("```", "~~~"),
    "NK359": ("{%", "{{"),
    "NK360": ("][", "] ["),
    "NK361": ("---", "+++"),
    "NK362": ("�",),
    "NK363": ("&amp;",),
    "NK364": ("](", "] (", "=", "]:", ")["),
    "NK365": ("://l", "://L", "://127.0.0.1", "://0.0.0.0", "e:/", "E:/", ":\\"),
    "NK366": ("[^",),
    "NK367": ("mso", "Mso", "MSO", "o:p"),
    "NK368": (";base64,",),
    "NK369": ("<<<<<<< ",),
    "NK370": ("##",),
    "NK371": ("#",),
}
"""Rules that check a body; each with what a body holds one of if the rule can find anything."""

BODY_BESIDES: Mapping[str, tuple[str, ...]] = {
    "NK364": ("](", "=", "]:", ")["),
    "NK365": ("](", "="),
    "NK367": ("<", "=", "-:"),
}
"""What a body holds one of as well, letters and white space left out, if the rule can find
anything."""

FRONT_MATTER_RULES = Family(FRONT_MATTER)
BODY_RULES = Family(BODY, BODY_BESIDES)
