from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from newskit.config.strip import Kind, On, RuleState, StripRule, Where
from newskit.strip.body import strip_body
from newskit.strip.learn.propose import learn, merge_rules
from newskit.strip.match import Rules


def archive(tail: Callable[[int], str], posts: int = 30) -> list[tuple[str, str]]:
    return [
        (f"{n}.md", f"News number {n} of the harbour.\n\nBoat {n * 7} came in.\n\n{tail(n)}\n")
        for n in range(posts)
    ]


def learned(posts: list[tuple[str, str]]) -> tuple[StripRule, ...]:
    return learn(lambda: posts, Rules().matcher)


def left(body: str, rules: tuple[StripRule, ...]) -> str:
    for start, end in reversed(strip_body(body, Rules(rules).matcher, 0.4).spans):
        body = body[:start] + body[end:]
    return body


LONG_PLEA = (
    "Subscribe! We met in spring. We talked all summer. We sailed in autumn. We slept all winter. "
    "See the [list](https://l.example) page."
)
PLEA = "Talk to us in the [chat room](https://chat.example) or on the mailing list, any day."


def test_a_plea_that_ends_many_posts_is_learned_with_its_evidence() -> None:
    posts = archive(lambda _: PLEA)
    (rule,) = learned(posts)
    assert rule.state is RuleState.ACCEPTED
    assert not rule.reviewed
    assert (rule.evidence.posts, rule.evidence.of, rule.evidence.tail_share) == (30, 30, 1.0)
    assert len(rule.samples) == 3
    assert left(posts[0][1], (rule,)) == "News number 0 of the harbour.\n\nBoat 0 came in.\n"


def test_a_lone_link_of_each_post_waits_for_a_person_and_goes_when_accepted() -> None:
    posts = archive(lambda n: f"[Dockyard](https://yard.example/news/{n})")
    (rule,) = (rule for rule in learned(posts) if "Dockyard" in rule.match)
    assert (rule.state, rule.where) == (RuleState.PROPOSED, Where.TAIL)
    assert left(posts[0][1], (rule,)) == posts[0][1]
    accepted = replace(rule, state=RuleState.ACCEPTED, reviewed=True)
    assert left(posts[0][1], (accepted,)) == "News number 0 of the harbour.\n\nBoat 0 came in.\n"


def test_a_slogan_without_a_kind_waits_for_a_person() -> None:
    (rule,) = learned(archive(lambda _: "Fair winds and following seas, always!"))
    assert (rule.state, rule.kind) == (RuleState.PROPOSED, Kind.STAMP)
    assert (rule.evidence.first, rule.evidence.last) == ("0.md", "29.md")
    assert rule.examples == ("Fair winds and following seas, always!",)


@pytest.mark.parametrize(
    "tail",
    [
        "Thanks to the [mailing list](https://l.example) for its patience.",
        "Ann Lee is a writer; [subscribe to her list](https://a.example).",
        LONG_PLEA,
    ],
)
def test_thanks_biographies_and_long_prose_wait_for_a_person(tail: str) -> None:
    posts = archive(lambda _: tail)
    rules = learned(posts)
    assert all(rule.state is not RuleState.ACCEPTED for rule in rules)
    assert left(posts[0][1], rules) == posts[0][1]


def test_a_call_whose_link_is_each_post_s_own_waits_for_a_person() -> None:
    posts = archive(
        lambda n: f"Sign up for the tour [on this page](https://h.example/tour/{n}x{n})"
    )
    assert all(rule.state is not RuleState.ACCEPTED for rule in learned(posts))


def test_what_also_stands_among_content_waits_for_a_person() -> None:
    posts = archive(lambda _: PLEA)
    posts = [(name, f"{PLEA}\n\n{PLEA}\n\nBut first:\n\n{body}") for name, body in posts]
    rule, *_ = (rule for rule in learned(posts) if "chat" in rule.match)
    assert rule.state is RuleState.PROPOSED
    assert rule.evidence.tail_share < 0.5
    assert rule.near


def test_copies_of_one_post_are_no_evidence() -> None:
    body = f"The same news.\n\nThe same boat.\n\n{PLEA}\n"
    rules = learned([(f"{n}.md", body) for n in range(30)])
    assert all(rule.state is not RuleState.ACCEPTED for rule in rules)


def test_rare_things_are_not_learned() -> None:
    posts = archive(lambda n: PLEA if n < 2 else f"Tide {n}.", posts=40)
    assert learned(posts) == ()


def test_a_label_with_varying_names_waits_for_a_person_and_takes_any_name_then() -> None:
    names = ["Ann", "Bo", "Cy", "Di", "Ed", "Flo", "Gus", "Hal", "Ida", "Jan"]

    def tail(n: int) -> str:
        return f"Harbour notes edited by: [{names[n % 10]}](https://n.example), {names[n // 3]}"

    rules = learned(archive(tail))
    fresh = "News.\n\nA boat.\n\nHarbour notes edited by: [Kim](https://kim.example)\n"
    assert left(fresh, rules) == fresh
    agreed = tuple(replace(rule, state=RuleState.ACCEPTED, reviewed=True) for rule in rules)
    assert left(fresh, agreed) == "News.\n\nA boat.\n"


def from_four_on(line: str) -> Callable[[int], str]:
    """Some tide for each post, and a line below that of the last four of thirty."""
    return lambda n: f"The tide was {n * 13} today." + (f"\n\n{line}" if n >= 26 else "")


@pytest.mark.parametrize(
    "tail",
    [
        # What varies is nowhere else.
        lambda n: f"数据来源：港务局第{n}号公报、船舶{n}甲",
        lambda n: f"Related to pier {WORDS[n % 10]}: see the [plan](https://plan{n}.example).",
        # It may be the article's: a source, a credit, a sentence with a word of navigation.
        from_four_on("Source: the harbour master's own log."),
        from_four_on(
            "The notes were edited by Ann Lee of [the Mill](https://mill.example/team/ann)."
        ),
        from_four_on(
            "If you have a boat that is related to ours, tell us and we will add it to the "
            "[list of boats](https://boats.example/list/all) of this harbour."
        ),
        # The references of a series.
        from_four_on("- [The tide tables of the admiralty](https://tides.example/tables/all)"),
        # What no word tells and only a series has.
        from_four_on("The [great book of ropes](https://books.example/ropes/first) tells more."),
        # A credit of the show.
        lambda _: "Music for the show is from the [album](https://music.example/) of the pilots.",
        # Too few to tell.
        lambda n: f"Tide {n * 13}." + f"\n\n{PLEA}" * (n > 26),
        # What announces something that no rule sees.
        lambda _: (
            "And do consider donating to the lighthouse, which needs all of you:"
            "\n\n{{< donate-button >}}"
        ),
    ],
)
def test_what_may_be_of_the_posts_is_proposed_and_not_applied(tail: Callable[[int], str]) -> None:
    posts = archive(tail)
    rules = learned(posts)
    assert rules
    assert all(left(body, rules) == body for _, body in posts)


WORDS = ["anchor", "buoy", "canal", "delta", "fjord", "gulf", "jetty", "keel", "mast", "quay"]


def test_what_a_series_ends_with_goes_where_it_leads_to_the_site_itself() -> None:
    line = "Want to sail with us? Here is [how](/crew/), and any day will do."
    posts = archive(lambda n: f"Tide {n * 13}." + (f"\n\n{line}" if n >= 22 else ""), posts=30)
    assert left(posts[29][1], learned(posts)).endswith("Tide 377.\n")


TELLS = "The [great book of ropes](https://books.example/ropes/first) tells much more of it."


@pytest.mark.parametrize(("posts", "goes"), [(9, True), (8, False)])
def test_what_no_word_tells_goes_from_three_of_ten_posts_on(posts: int, goes: object) -> None:
    found = archive(lambda n: f"Tide {n * 13}." + f"\n\n{TELLS}" * (n >= 30 - posts))
    assert (left(found[29][1], learned(found)) != found[29][1]) is goes


@pytest.mark.parametrize(("every", "goes"), [(3, True), (4, False)])
def test_an_item_goes_where_three_of_ten_posts_end_with_it(every: int, goes: object) -> None:
    found = archive(lambda n: f"Tide {n * 13}." + f"\n\n- {TELLS}" * (n % every == 0))
    assert (left(found[0][1], learned(found)) != found[0][1]) is goes


@pytest.mark.parametrize(("posts", "goes"), [(4, True), (3, False)])
def test_a_plea_goes_from_four_posts_on(posts: int, goes: object) -> None:
    found = archive(lambda n: f"Tide {n * 13}." + f"\n\n{PLEA}" * (n >= 30 - posts))
    assert (left(found[29][1], learned(found)) != found[29][1]) is goes


@pytest.mark.parametrize(("posts", "goes"), [(6, True), (5, False)])
def test_an_address_goes_where_it_is_the_habit_of_a_fifth_of_the_posts(
    posts: int, goes: object
) -> None:
    def tail(n: int) -> str:
        address = f"<https://mill.example/story/{WORDS[n % 10]}-{n}>\n\nAll rights reserved."
        return f"Tide {n * 13}." + (f"\n\nSee you.\n\n{address}" if n >= 30 - posts else "")

    rules = [rule for rule in learned(archive(tail)) if "mill" in rule.match]
    assert [rule.state is RuleState.ACCEPTED for rule in rules if rule.kind is Kind.SOURCE] == [
        goes
    ]


@pytest.mark.parametrize(("words", "goes"), [(90, True), (91, False)])
def test_a_line_of_navigation_is_known_by_its_words_up_to_ninety_columns(
    words: int, goes: object
) -> None:
    line = "Related to this: see all of the notes".ljust(words - 1, "x") + "y"
    posts = archive(lambda n: f"Tide {n * 13}." + f"\n\n[{line}](https://h.example/a/b)" * (n > 24))
    assert (left(posts[29][1], learned(posts)) != posts[29][1]) is goes


def test_a_label_with_three_names_takes_no_fourth() -> None:
    names = ["IRC", "XMPP", "SILC"]
    rules = learned(
        archive(lambda n: f"Talk to us in the chat room of the harbour: {names[n % 3]}")
    )
    other = "News.\n\nA boat.\n\nTalk to us in the chat room of the harbour: the pier\n"
    assert left(other, rules) == other


def test_what_no_word_tells_waits_where_it_leads_to_two_places() -> None:
    posts = archive(
        lambda n: (
            f"Here is [more](https://{'ab'[n % 2]}.mill.example/) of what the mill has to tell."
        )
    )
    rules = learned(posts)
    assert rules
    assert left(posts[3][1], rules) == posts[3][1]


def test_a_picture_goes_with_a_plea_but_not_where_a_line_that_stays_shows_it() -> None:
    code = "![](https://i.example/qr.png)"
    posts = archive(lambda _: f"{code}\n\n{PLEA}")
    assert left(posts[3][1], learned(posts)).endswith("Boat 21 came in.\n")
    line = "Ask the master of the harbour, who knows all the boats by their names."
    posts = archive(lambda _: f"{line}\n\n{code}\n\n{PLEA}")
    assert left(posts[3][1], learned(posts)).endswith(f"{line}\n\n{code}\n")


CREW = "Want to sail with us? Here is [how](/crew/), and any day will do."


@pytest.mark.parametrize(("posts", "goes"), [(5, True), (4, False)])
def test_what_leads_to_the_site_goes_from_five_posts_in_a_row_on(posts: int, goes: object) -> None:
    found = archive(lambda n: f"Tide {n * 13}." + f"\n\n{CREW}" * (n >= 30 - posts))
    assert (left(found[29][1], learned(found)) != found[29][1]) is goes


def test_a_rule_for_one_address_takes_no_other() -> None:
    other = PLEA.replace("https://chat.example", "https://chat.example/of-the-pilots")
    body = f"News.\n\nA boat.\n\n{other}\n"
    assert left(body, learned(archive(lambda _: PLEA))) == body


@pytest.mark.parametrize(("share", "goes"), [(2, True), (3, False)])
def test_what_goes_on_with_what_stays_above_half_of_the_time_may_go(
    share: int, goes: object
) -> None:
    above = "Fair winds and following seas to all of you who sail with us, always!"

    def tail(n: int) -> str:
        return f"{above}\n\n{CREW}" if n % 4 < share else f"Tide {n * 13}.\n\n{CREW}"

    found = archive(tail, posts=40)
    assert (left(found[3][1], learned(found)) != found[3][1]) is goes


def test_what_would_take_nothing_is_not_proposed() -> None:
    def tail(n: int) -> str:
        videos = (
            f" - <https://v{n}.example/{WORDS[n % 10]}>\n - <https://w{n}.example/{WORDS[n // 3]}>"
        )
        return f"Videos\n{videos}\n\nAll rights reserved."

    assert learned(archive(tail)) == ()


def test_what_names_its_kind_and_was_reworded_once_or_twice_goes() -> None:
    ways = ["Talk to us", "Do talk to us", "Come and talk to us"]
    posts = archive(lambda n: f"{ways[n % 3]} in the [chat room](https://chat.example), any day.")
    rules = learned(posts)
    assert all(left(body, rules) != body for _, body in posts)


def test_an_image_between_text_lines_is_learned_with_them() -> None:
    tail = f"{PLEA}\n\n![](https://i.example/qr.png)\n\nAll rights reserved."
    posts = archive(lambda _: tail)
    rules = learned(posts)
    assert any(rule.where is Where.RUN for rule in rules)
    assert left(posts[0][1], rules).endswith("Boat 0 came in.\n")


def test_a_headed_list_of_the_archive_s_posts_goes_with_its_heading() -> None:
    def tail(n: int) -> str:
        links = "\n".join(f"- [Older {n}{k}](https://h.example/{n}{k})" for k in "abc")
        return f"## Previous issues\n\n{links}\n\nAll rights reserved."

    posts = archive(tail)
    rules = learned(posts)
    assert Where.HEAD in {rule.where for rule in rules if rule.state is RuleState.ACCEPTED}
    assert left(posts[3][1], rules).endswith("Boat 21 came in.\n")


def test_a_headed_list_that_does_not_say_what_it_is_stays() -> None:
    def tail(n: int) -> str:
        links = "\n".join(f"- [Release {n}{k}](https://code.example/{n}{k})" for k in "abc")
        return f"## New releases\n\n{links}\n\nAll rights reserved."

    posts = archive(tail)
    assert "## New releases" in left(posts[3][1], learned(posts))


def test_a_headed_list_of_links_elsewhere_stays() -> None:
    def tail(n: int) -> str:
        links = "\n".join(f"- [Find {n}{k}](https://{k}{n}.example/)" for k in "abc")
        return f"## Finds\n\n{links}\n\nAll rights reserved."

    posts = archive(tail)
    assert "## Finds" in left(posts[3][1], learned(posts))


def test_the_address_of_the_story_is_learned_where_it_is_the_habit() -> None:
    posts = archive(lambda n: f"<https://n.example/{n}>\n\n[Back to home](/)")
    posts.append(("last.md", "News.\n\nA boat.\n\n<https://n.example/last>\n"))
    rules = learned(posts)
    assert left(posts[-1][1], rules) == "News.\n\nA boat.\n"


def test_addresses_that_end_posts_by_themselves_stay() -> None:
    posts = archive(lambda n: f"<https://n.example/{n}>")
    assert left(posts[0][1], learned(posts)) == posts[0][1]


def test_posts_are_asked_for_twice_and_not_held() -> None:
    asked: list[int] = []

    def bodies() -> Iterator[tuple[str, str]]:
        asked.append(1)
        yield from archive(lambda _: PLEA)

    learn(bodies, Rules().matcher)
    assert len(asked) == 2


def test_learning_again_keeps_what_a_person_decided() -> None:
    import dataclasses

    (rule,) = learned(archive(lambda _: PLEA))
    rejected = dataclasses.replace(rule, state=RuleState.REJECTED, reviewed=True, match="changed")
    gone = dataclasses.replace(rule, id="gone", reviewed=False)
    (fresh,) = learned(archive(lambda _: PLEA, posts=50))
    (kept,) = merge_rules((fresh,), (rejected, gone))
    assert (kept.state, kept.match, kept.evidence.posts) == (RuleState.REJECTED, "changed", 50)


def test_what_stands_unchanged_below_most_posts_is_accepted_without_a_word() -> None:
    line = "Got an hour for the mill? Pick a job from [our wall](https://mill.example/wall) today."
    (rule,) = learned(archive(lambda _: line))
    assert rule.state is RuleState.ACCEPTED
    other = "Pick a job from [our wall](https://mill.example/other) today."
    assert left(f"A boat.\n\nThe wheel turned.\n\n{other}\n", (rule,)).endswith(f"{other}\n")


@pytest.mark.parametrize(
    "tail",
    [
        # A link of each post's own, a rare line, and one that is most of what posts are.
        lambda n: (
            f"Look at [the plan](https://mill.example/plan/{'abcdefghij'[n % 10]}{n}) of the mill."
        ),
        lambda n: (
            "Look at [the plan](https://mill.example/plan) here." if n % 5 == 0 else f"Day {n}."
        ),
        lambda _: "Look at the plan of the mill, it hangs by the door.",
    ],
)
def test_what_is_not_surely_furniture_waits(tail: Callable[[int], str]) -> None:
    assert all(rule.state is RuleState.PROPOSED for rule in learned(archive(tail)))


def test_a_line_between_two_pieces_of_furniture_is_one() -> None:
    plain = "It would not turn without you."
    pleas = "Subscribe to the mill's [newsletter](https://mill.example/n).", PLEA
    rules = learned(archive(lambda _: f"{pleas[0]}\n\n{plain}\n\n{pleas[1]}"))
    (between,) = (rule for rule in rules if "turn" in rule.match)
    assert between.state is RuleState.ACCEPTED
    above = learned(archive(lambda _: f"{plain}\n\n{pleas[1]}"))
    (first,) = (rule for rule in above if "turn" in rule.match)
    assert first.state is RuleState.PROPOSED


def test_a_note_of_the_editors_is_never_accepted() -> None:
    line = "Correction: see our [newsletter](https://mill.example/n) of the day."
    assert all(rule.state is RuleState.PROPOSED for rule in learned(archive(lambda _: line)))


def test_a_picture_is_told_by_its_whole_address() -> None:
    image = "![](https://mill.example/img/2019-03-14.jpg)"
    more = "The crew talks to all of you in the [chat room](https://chat.example) each day."
    rules = learned(archive(lambda _: f"{more}\n\n{image}\n\nAll rights reserved."))
    other = image.replace("2019-03-14", "2020-05-22")
    ends = f"{more}\n\n{other}\n\nThe tide is high.\n\n{image}\n\nAll rights reserved.\n"
    assert other in left(f"A boat.\n\nThe wheel turned.\n\n{ends}", rules)
    assert image not in left(f"A boat.\n\n{more}\n\n{image}\n\nAll rights reserved.\n", rules)


def listed(n: int, links: int) -> str:
    items = (f"- [Title {(n + k) % links}](https://p.example/{(n + k) % links})" for k in range(3))
    return "### Recommended this week\n\n" + "\n".join(items)


def test_a_list_whose_links_come_back_is_of_the_archive() -> None:
    rules = learned(archive(lambda n: listed(n, 8)))
    (rule,) = (rule for rule in rules if rule.where is Where.HEAD)
    assert (rule.state, rule.sites) == (RuleState.ACCEPTED, ("p.example",))
    assert "Recommended" not in left(f"A boat.\n\nThe wheel turned.\n\n{listed(1, 8)}\n", rules)
    elsewhere = listed(1, 8).replace("p.example", "q.example")
    assert "Recommended" in left(f"A boat.\n\nThe wheel turned.\n\n{elsewhere}\n", rules)


@pytest.mark.parametrize(("posts", "goes"), [(4, True), (3, False)])
def test_a_list_of_the_archive_is_known_by_eight_links_seen(posts: int, goes: object) -> None:
    def tail(n: int) -> str:
        items = "\n".join(f"- [Title {k}](https://p.example/{k})" for k in (n % 2, 2))
        return f"### Recommended this week\n\n{items}" if n >= 30 - posts else f"Tide {n * 13}."

    found = archive(tail)
    assert (left(found[29][1], learned(found)) != found[29][1]) is goes


def test_a_list_with_new_links_each_time_waits() -> None:
    rules = learned(archive(lambda n: listed(3 * n, 1000)))
    assert all(rule.state is RuleState.PROPOSED for rule in rules if rule.where is Where.HEAD)


def test_a_label_takes_no_second_label() -> None:
    names = ("Kim", "Lee", "Ann", "Bo", "Cy")
    posts = archive(lambda n: f"Harbour notes edited by: [{names[n % 5]}](https://a.example/{n})")
    rules = learned(posts)
    tail = "Harbour notes edited by: [Kim](https://a.example/1)\nCode: [repo](https://c.example/9)"
    assert "c.example/9" in left(f"A boat.\n\nThe wheel turned.\n\n{tail}\n", rules)


def test_what_stood_below_the_posts_of_one_time_is_accepted() -> None:
    line = "Got an hour? Pick a job from [our wall](https://mill.example/wall) today."
    words = ["wheel", "water", "flour", "stone", "river", "miller"]
    words += ["grain", "sack", "horse", "cart", "road", "bridge"]
    posts = [
        (f"{n:03}.md", f"News {words[n % 12]} {words[n % 7]}.\n\nThe {words[n % 5]} came {n}.\n\n")
        for n in range(100)
    ]
    posts = [(name, body + (line if 40 <= n < 60 else "")) for n, (name, body) in enumerate(posts)]
    states = {rule.state for rule in learned(posts) if "wall" in rule.match}
    assert states == {RuleState.ACCEPTED}
    thin = [(name, body) for n, (name, body) in enumerate(posts) if not 40 <= n < 60 or n % 3 == 0]
    spread = [
        (name, body.replace(line, "") + (line if n % 9 == 0 else ""))
        for n, (name, body) in enumerate(thin)
    ]
    states = {rule.state for rule in learned(spread) if "wall" in rule.match}
    assert states == {RuleState.PROPOSED}


def test_what_is_all_that_posts_say_waits() -> None:
    line = "Every second week I share a talk in [the channel](https://mill.example/talks)."
    rules = learned([(f"{n}.md", f"{line}\n\nTake {n}: listen.\n") for n in range(30)])
    assert all(rule.state is RuleState.PROPOSED for rule in rules)


@pytest.mark.parametrize(
    "farewell",
    [
        "See you in the next post!",
        "Seguimos en el siguiente post. Hasta pronto.",
        "Espero que os guste y seguimos en contacto.",
    ],
)
def test_a_farewell_with_a_word_of_navigation_waits_for_a_person(farewell: str) -> None:
    posts = archive(lambda _: farewell)
    assert all(rule.state is not RuleState.ACCEPTED for rule in learned(posts))


def test_references_of_a_series_wait_for_a_person() -> None:
    book = "- Read about boats in [The Book of Boats](https://books.example/1), chapter two."
    posts = archive(lambda n: f"## Books\n\n{book}" if 10 <= n < 17 else f"Tide {n}.", posts=60)
    assert all(rule.state is not RuleState.ACCEPTED for rule in learned(posts))


def test_an_item_that_closes_every_third_post_is_accepted() -> None:
    item = "- Talk to us in the harbour: [our room](https://room.example/a), any day."
    posts = archive(lambda n: item if n % 3 == 0 else f"Tide {n}.", posts=60)
    assert any(rule.state is RuleState.ACCEPTED for rule in learned(posts))


def test_what_always_stands_at_the_end_has_a_whole_share() -> None:
    posts = archive(lambda _: "More from the harbour every Friday.")
    rule, *_ = learned(posts)
    assert rule.state is RuleState.PROPOSED
    assert rule.evidence.tail_share == 1


def test_a_link_above_a_heading_that_goes_belongs_to_the_section_above() -> None:
    tail = f"[Bug tracker](https://bugs.example/all)\n\n## Feedback\n\n{PLEA}"
    posts = archive(lambda _: tail)
    rules = learned(posts)
    assert left(posts[0][1], rules).rstrip().endswith("(https://bugs.example/all)")


def test_a_line_that_announces_furniture_goes_with_it() -> None:
    tail = f"Here are a few ways to find us:\n\n{PLEA}"
    posts = archive(lambda _: tail)
    assert "ways to find us" not in left(posts[0][1], learned(posts))


def test_lines_that_differ_in_their_full_stop_are_one() -> None:
    posts = archive(lambda n: "May it be of use" + "!."[n % 2], posts=12)
    assert any("May" in rule.match for rule in learned(posts))


def test_a_link_to_the_code_of_a_series_waits_for_a_person() -> None:
    line = "Want to follow along? Find it on [GitHub](https://github.com/harbour/boats)."
    (rule,) = learned(archive(lambda _: line))
    assert rule.state is RuleState.PROPOSED


def test_the_text_of_a_section_waits_for_a_person() -> None:
    line = "All boats are in the [register](https://harbour.example/register) of this town."
    rules = learned(archive(lambda _: f"## Boats\n\n{line}"))
    assert {rule.state for rule in rules} == {RuleState.PROPOSED}
    (alone,) = learned(archive(lambda _: line))
    assert alone.state is RuleState.ACCEPTED


def test_the_last_of_instructions_that_stay_waits_for_a_person() -> None:
    line = "All boats are in the [register](https://harbour.example/register) of this town."
    upper = "Boats are listed by day. Our thanks to the harbour master for the count."
    rules = learned(archive(lambda _: f"{upper}\n\n{line}"))
    assert {rule.state for rule in rules} == {RuleState.PROPOSED}


def test_rows_of_pictures_are_no_row_of_links() -> None:
    row = "| ![](https://harbour.example/{}.png) | ![](https://harbour.example/{}.png) |"
    rules = learned(archive(lambda n: row.format(n, n + 100)))
    assert not [rule for rule in rules if rule.state is RuleState.ACCEPTED]


def test_a_damaged_byte_in_a_post_is_no_hindrance() -> None:
    posts = [(path, body.replace("Boat", "Bo\udcc2at")) for path, body in archive(lambda _: PLEA)]
    (rule,) = learned(posts)
    assert rule.state is RuleState.ACCEPTED


def test_a_dated_line_that_ends_posts_waits_for_a_person() -> None:
    rules = learned(
        archive(lambda n: f"First printed on 2020-01-{n + 1:02} at noon, in the harbour.")
    )
    assert [(rule.state, rule.examples[0][:13]) for rule in rules] == [
        (RuleState.PROPOSED, "First printed")
    ]


def test_a_long_notice_waits_for_a_person() -> None:
    notice = " ".join(
        f"The harbour office is not liable for part {n} of a boat." for n in range(20)
    )
    (rule,) = learned(archive(lambda _: notice))
    assert rule.state is RuleState.PROPOSED


def test_items_of_a_standing_list_go_together_though_one_has_moved() -> None:
    def tail(n: int) -> str:
        chat = "https://chat.example" if n < 12 else "https://talk.example/harbour"
        return (
            "- All boats are on the [wall](https://wall.example/boats)\n"
            f"- All boats are in the [chat]({chat})\n"
            "- All boats are in the [films](https://films.example/boats)"
        )

    posts = archive(tail)
    assert left(posts[0][1], learned(posts)).endswith("Boat 0 came in.\n")
    assert left(posts[20][1], learned(posts)).endswith("Boat 140 came in.\n")


def test_above_a_learned_list_that_stays_nothing_goes() -> None:
    rule = StripRule(
        id="links",
        kind=Kind.RELATED,
        match="Links of the harbour",
        where=Where.HEAD,
        state=RuleState.ACCEPTED,
        reviewed=False,
        sites=("harbour.example",),
    )
    body = (
        "Boat 7 came in.\n\nSubscribe to our newsletter.\n\n"
        "## Links of the harbour\n\n- [Wheel](https://mill.example/1)\n"
    )
    assert left(body, (rule,)) == body
    known = body.replace("mill.example", "harbour.example")
    assert left(known, (rule,)) == "Boat 7 came in.\n"


SCRIPT = '<script src="https://count.example/a.js" data-site="7"></script>'


@pytest.mark.parametrize(
    "code",
    [
        "{% include newsletter.html list=3 %}",
        "{{< subscribe >}}",
        SCRIPT,
        '<div id="form-12" data-list="a"></div>',
    ],
)
def test_code_that_ends_posts_is_proposed_and_goes_when_a_person_says_so(code: str) -> None:
    posts = archive(lambda _: code)
    (rule,) = learned(posts)
    assert (rule.state, rule.on, rule.evidence.posts) == (RuleState.PROPOSED, On.SOURCE, 30)
    assert rule.examples == (code,)
    assert left(posts[4][1], (rule,)) == posts[4][1]
    said = replace(rule, state=RuleState.ACCEPTED, reviewed=True)
    assert left(posts[4][1], (said,)) == "News number 4 of the harbour.\n\nBoat 28 came in.\n"


@pytest.mark.parametrize(
    "code",
    [
        "{% endraw %}",
        "{{< /notice >}}",
        "{% spoiler %}\nIt sank.\n{% endspoiler %}",
        "{% if page.boats %}",
        "<!-- the end of the page -->",
    ],
)
def test_what_only_begins_or_ends_something_is_not_proposed(code: str) -> None:
    assert not [rule for rule in learned(archive(lambda _: code)) if rule.on is On.SOURCE]


def word(number: int) -> str:
    """A word of its own for each number."""
    return "".join(chr(97 + number * step % 26) for step in (1, 3, 5, 7, 9, 11, 15))


def test_code_that_stands_in_the_middle_as_well_is_not_proposed() -> None:
    posts = archive(lambda n: f"{SCRIPT}\n\nThe {word(n)} left.\n\n{SCRIPT if n < 4 else ''}")
    assert not [rule for rule in learned(posts) if rule.on is On.SOURCE]


def test_what_stands_above_a_script_is_learned_and_goes_after_it() -> None:
    posts = archive(lambda _: f"{PLEA}\n\n{SCRIPT}")
    rules = learned(posts)
    assert {rule.on for rule in rules} == {On.TEXT, On.SOURCE}
    said = tuple(replace(rule, state=RuleState.ACCEPTED, reviewed=True) for rule in rules)
    assert left(posts[0][1], said) == "News number 0 of the harbour.\n\nBoat 0 came in.\n"


def test_the_last_line_of_a_long_paragraph_is_seen() -> None:
    def tail(number: int) -> str:
        lines = (
            f"The {word(number * 40 + line)} lay at pier seven for a week." for line in range(40)
        )
        return "\n".join((*lines, PLEA))

    posts = archive(tail)
    (rule,) = [rule for rule in learned(posts) if "chat" in rule.match]
    assert (rule.evidence.posts, rule.state) == (30, RuleState.ACCEPTED)
    assert left(posts[0][1], (rule,)).endswith("for a week.\n")


def test_what_stands_above_a_frame_that_shows_something_waits() -> None:
    frame = '<iframe src="https://video.example/{}" width="560" height="315"></iframe>'
    posts = archive(
        lambda n: f"Here is the recording of the whole call:\n\n{frame.format(n)}\n\n{PLEA}"
    )
    rules = learned(posts)
    assert left(posts[3][1], rules) == posts[3][1].replace(f"\n\n{PLEA}", "")


@pytest.mark.parametrize(
    "tail",
    [
        # What to sign up for, the post says.
        "You can sign up [here](https://form.example/call), the list is open.",
        "Tell us what you will show when you sign up!",
        # The author of something else, in the middle of a sentence.
        "The page of the [release](https://code.example/r) has all changes, each with its author:.",
    ],
)
def test_words_of_a_plea_or_a_credit_in_what_says_something_else_wait(tail: str) -> None:
    posts = [
        (f"{n}.md", f"The {word(n)} came.\n\nThe {word(n + 90)} left.\n\n{'' if n % 6 else tail}")
        for n in range(72)
    ]
    assert all(rule.state is RuleState.PROPOSED for rule in learned(posts))


def test_the_text_of_a_numbered_section_waits_for_a_person() -> None:
    plea = "Talk to us in the [chat room](https://chat.example) or on the mailing list."
    posts = archive(lambda n: f"## {n % 5 + 3}. Other {word(n)}\n\n{plea}")
    assert left(posts[0][1], learned(posts)) == posts[0][1]
    plain = archive(lambda n: f"## Other {word(n)}\n\n{plea}")
    assert left(plain[0][1], learned(plain)) != plain[0][1]


def test_a_site_that_moved_to_https_is_the_same_site() -> None:
    scheme = ("http", "https")
    posts = archive(
        lambda n: f"Nets at <{scheme[n > 9]}://nets.example> and <http://mills.example>."
    )
    rules = learned(posts)
    for post in (posts[0], posts[29]):
        assert left(post[1], rules).endswith("came in.\n")
    other = posts[0][1].replace("nets.example", "ropes.example")
    assert left(other, rules) == other


def test_a_learned_legal_line_leaves_its_licence_in_the_front_matter() -> None:
    posts = archive(lambda _: "The [harbour](/) gives its pages away with a license, CC BY-SA 4.0.")
    found = strip_body(posts[3][1], Rules(learned(posts)).matcher, 0.4)
    assert [cut.hit.facts for cut in found.cuts] == [(("licence", "CC BY-SA 4.0"),)]


@pytest.mark.parametrize(
    "address",
    ["https://www.youtube.com/watch?v=b{}", "https://vimeo.com/7{}", "https://a.example/{}.mp3"],
)
def test_a_video_or_a_sound_that_ends_posts_is_shown_there(address: str) -> None:
    rules = learned(archive(lambda n: f"<{address.format(n)}>"))
    assert not any(rule.kind is Kind.SOURCE for rule in rules)


@pytest.mark.parametrize(
    ("every", "place", "proposed"),
    [(4, "first", []), (2, "first", ["Cook"]), (4, "last", ["Cook"])],
)
def test_entries_of_lists_are_proposed_where_posts_end_with_them(
    every: int, place: str, proposed: list[str]
) -> None:
    def jobs(n: int) -> str:
        others = [f"- [Mate of boat {n}{k}](https://jobs.example/mate/{n}-{k})" for k in range(3)]
        cook = ["- [Cook, in the harbour](https://cooks.example/jobs/cook)"] * (n % every == 0)
        return "\n".join([*others, *cook] if place == "last" else [*cook, *others])

    rules = learned(archive(jobs, 40))
    assert [name for name in ["Cook"] if any(name in rule.match for rule in rules)] == proposed


def test_the_day_of_a_meeting_is_no_heading_of_a_list_of_the_archive() -> None:
    posts = archive(
        lambda n: (
            f"{n % 28 + 1}/5. Mailing list meeting\n\n- [The bay](https://c.example/{n % 2})\n"
            f"- [The quay](https://c.example/9)\n\n{PLEA}"
        )
    )
    rules = [rule for rule in learned(posts) if "meeting" in rule.match]
    assert RuleState.ACCEPTED not in {rule.state for rule in rules}
    same = [
        (post, body.replace(body.split("\n\n")[2], "Mailing list meeting")) for post, body in posts
    ]
    rules = [rule for rule in learned(same) if "meeting" in rule.match]
    assert RuleState.ACCEPTED in {rule.state for rule in rules}


def test_one_line_is_one_decision() -> None:
    posts = archive(
        lambda n: (
            f"Follow the discussion on [{'The Bay' if n % 40 else 'The Quay'}]"
            f"(https://bay.example/{n}) today"
        ),
        60,
    )
    assert len(learned(posts)) == 1


def test_a_heading_of_links_that_surely_go_goes_with_them() -> None:
    def tail(n: int, share: int = 1) -> str:
        links = "- [Ann at the bay](https://bay.example/@ann)\n- [Bo at the quay](https://quay.example/bo)"
        return f"### Tweet us your boats!\n\n{links if n % share == 0 else '- Boats'}\n\n{PLEA}"

    posts = archive(tail)
    assert left(posts[0][1], learned(posts)) == "News number 0 of the harbour.\n\nBoat 0 came in.\n"


@pytest.mark.parametrize(("numbered", "goes"), [(15, True), (16, False)])
def test_what_stands_below_a_numbered_heading_half_of_the_time_may_go(
    numbered: int, goes: object
) -> None:
    posts = archive(lambda n: f"## {'3. ' if n < numbered else ''}The boats\n\n{PLEA}")
    (rule,) = (rule for rule in learned(posts) if "chat" in rule.match)
    assert (rule.state is RuleState.ACCEPTED) is goes


@pytest.mark.parametrize(("letters", "headed"), [(100, True), (101, False)])
def test_a_heading_of_a_list_has_a_hundred_letters(letters: int, headed: object) -> None:
    heading = "Recent posts of the harbour ".ljust(letters, "x")
    links = "\n".join(f"- [Boat {k}](/boats/{k})" for k in range(3))
    rules = learned(archive(lambda _: f"## {heading}\n\n{links}\n\n{PLEA}"))
    assert (Where.HEAD in {rule.where for rule in rules}) is headed


@pytest.mark.parametrize(
    ("line", "goes"),
    [
        ("It turns. It stops. It [turns](/) again.", True),
        ("It turns. It stops. It [turns](/) again. It stops.", False),
        ("Follow us. It turns. It stops. It [turns](/) again. It stops.", True),
    ],
)
def test_what_stands_unchanged_has_three_sentences_and_a_plea_five(line: str, goes: object) -> None:
    posts = archive(lambda _: line)
    assert (left(posts[0][1], learned(posts)) != posts[0][1]) is goes


@pytest.mark.parametrize("end", ["[/sourcecode]", "?> [/sourcecode]", "} ?>\n[/php]"])
def test_the_end_of_code_in_shortcodes_is_not_proposed(end: str) -> None:
    assert learned(archive(lambda _: end)) == ()


def test_what_stands_over_what_stays_waits_for_a_person() -> None:
    """A digest names the same event in each issue of a month, over others that come and go."""
    event = "Sign up to the [meeting of the docks](https://meet.example/docks), any day."

    def tail(n: int) -> str:
        other = f"The fair of {'ABCDEFGHIJ'[n % 10] * 3}ton opens at {n % 7} for {n}."
        return f"{event}\n\n{other}\n\n{PLEA}"

    over = [rule.state for rule in learned(archive(tail)) if "docks" in rule.match]
    assert RuleState.ACCEPTED not in over
    alone = archive(lambda _: f"{event}\n\n{PLEA}")
    assert {rule.state for rule in learned(alone)} == {RuleState.ACCEPTED}


def test_a_plea_whose_address_moved_once_is_learned_with_both() -> None:
    moved = PLEA.replace("https://chat.example", "https://talk.example")
    posts = archive(lambda n: moved if n == 29 else PLEA)
    rules = learned(posts)
    assert {rule.state for rule in rules} == {RuleState.ACCEPTED}
    for _, body in (posts[0], posts[29]):
        assert "chat room" not in left(body, rules)
