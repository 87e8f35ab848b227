#!/usr/bin/env bash
# ics writes the local time of an event as UTC, and a weekly one without its zone
#
# Guessed: a time without a zone stays without one; a rule that repeats keeps the zone that it repeats in
# Happens: DTSTART:20240501T100000, 10 o'clock wherever one is, is written as …Z, which is noon in Berlin in summer;
#   TZID=Europe/Berlin with a weekly rule becomes 08:00 UTC every week, an hour off from October on. icalendar keeps
#   both
# Versions: ics 0.7.3, icalendar 7.3.2
# Matters: calendars of events that are read and written once are hours off, weekly ones only in winter
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ics==0.7.3 icalendar==7.3.2
venv/bin/python -W ignore - <<'PY'
import icalendar, ics
def event(start, rule=""):
    return (f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:mill\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20240501T000000Z\r\nSUMMARY:Mill\r\n"
            f"{start}\r\n{rule}END:VEVENT\r\nEND:VCALENDAR\r\n")
def line(text):
    return next(line for line in text.splitlines() if line.startswith("DTSTART"))
texts = [event("DTSTART:20240501T100000"), event("DTSTART;TZID=Europe/Berlin:20240501T100000", "RRULE:FREQ=WEEKLY\r\n")]
seen = [line(ics.Calendar(text).serialize()) for text in texts]
other = [line(icalendar.Calendar.from_ical(text).to_ical().decode()) for text in texts]
print(seen, other, ics.Calendar(texts[1]).serialize())
assert seen == ["DTSTART:20240501T100000Z", "DTSTART:20240501T080000Z"]
assert other == ["DTSTART:20240501T100000", "DTSTART;TZID=Europe/Berlin:20240501T100000"]
assert "RRULE:FREQ=WEEKLY" in ics.Calendar(texts[1]).serialize()
PY
