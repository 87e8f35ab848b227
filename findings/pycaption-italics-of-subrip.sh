#!/usr/bin/env bash
# pycaption shows the italics of SubRip subtitles as tags in WebVTT and TTML, and drops those of WebVTT in SubRip
#
# Guessed: <i> is italic in SubRip and in WebVTT, and an attribute in TTML
# Happens: "One <i>two</i>" of SubRip is written as One &lt;i>two&lt;/i>, which players show with its tags; <i> of
#   WebVTT stays in WebVTT and is lost in SubRip. Only the name of a voice (<v Ann>) becomes "Ann: ", also where
#   WebVTT is written anew
# Versions: pycaption 2.3.14
# Matters: subtitles that are served in a second format read as source, or lose what sets quotations and off-screen
#   voices apart
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pycaption==2.3.14
venv/bin/python -W ignore - <<'PY'
import pycaption
def lines(text, reader, writer):
    return [line for line in writer().write(reader().read(text)).splitlines() if "two" in line or "Hello" in line]
subrip = "1\n00:00:01,000 --> 00:00:02,000\nOne <i>two</i>\n"
webvtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nOne <i>two</i>\n\n00:03.000 --> 00:04.000\n<v Ann>Hello\n"
srt, vtt = (pycaption.SRTReader, pycaption.SRTWriter), (pycaption.WebVTTReader, pycaption.WebVTTWriter)
seen = [lines(subrip, srt[0], vtt[1]), lines(subrip, srt[0], pycaption.DFXPWriter), lines(subrip, *srt), lines(webvtt, vtt[0], srt[1]),
        lines(webvtt, *vtt)]
print(seen)
assert seen == [["One &lt;i>two&lt;/i>"], ["    One &lt;i&gt;two&lt;/i&gt;"], ["One <i>two</i>"], ["One two", "Ann: Hello"],
                ["One <i>two</i>", "Ann: Hello"]]
PY
