#!/usr/bin/env bash
# email-reply-parser drops the rest of a mail where a paragraph begins with "On" and ends with "wrote:"
#
# Guessed: a line "On …, … wrote:" marks a quotation where lines with > follow
# Happens: of "Dear all,", "On May 1 the mill opens. Bo wrote:" and "It is good.", with blank lines between them, the
#   reply is "Dear all,", and a row of underscores ends it, too. The signature below "-- " stays where no blank line
#   stands before it; the introduction of a reply in German stays in
# Versions: email-reply-parser 0.5.12
# Matters: letters to the editor quote what somebody wrote: what they say about it is taken for the quoted mail
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check email-reply-parser==0.5.12
venv/bin/python -W ignore - <<'PY'
from email_reply_parser import EmailReplyParser
seen = [EmailReplyParser.parse_reply(text) for text in (
    "Dear all,\n\nOn May 1 the mill opens. Bo wrote:\n\nIt is good.", "One\n________\ntwo", "One\n-- \nAnn", "One\n\n-- \nAnn",
    "Ja.\n\nAm Mi., 1. Mai 2024 um 10:00 schrieb Bo <bo@mill.example>:\n> Kommst du?\n")]
print(seen)
assert seen == ["Dear all,", "One", "One\n-- \nAnn", "One", "Ja.\n\nAm Mi., 1. Mai 2024 um 10:00 schrieb Bo <bo@mill.example>:"]
PY
