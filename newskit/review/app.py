"""The page as an ASGI application: one token, one origin, nothing foreign, every answer guarded."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from newskit.errors import NewskitError, UsageError
from newskit.messages import escape_surrogates
from newskit.parsing import load_json
from newskit.review.desk import Desk
from newskit.review.gather import Choice, Item, Queue
from newskit.review.show import detail, rendering

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FRAME_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'self'"
)
_HEADERS: Final = {
    "cache-control": "no-store",
    "content-security-policy": _POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-dns-prefetch-control": "off",
}
_PAGE: Final = 200  # items of one answer
_MOST_BODY: Final = 4_000_000  # bytes of a decision
_SUFFIXES: Final = {"page.css": "text/css", "page.js": "text/javascript"}


def make_app(desk: Desk, token: str, port: int, title: str) -> ASGIApp:
    """Return the application."""
    return _guarded(Starlette(routes=_Page(desk, title).routes(token)), port)


class _Page:
    """The addresses of the page, and what each answers."""

    def __init__(self, desk: Desk, title: str) -> None:
        self.desk = desk
        self.title = title

    def routes(self, token: str) -> list[Route]:
        """Return the addresses, all below the token."""
        return [
            Route(f"/{token}/", self.page),
            *(Route(f"/{token}/{name}", self.asset) for name in _SUFFIXES),
            Route(f"/{token}/items", self.items),
            Route(f"/{token}/item", self.item),
            Route(f"/{token}/rendering", self.rendered),
            Route(f"/{token}/decide", self.decide, methods=["POST"]),
            Route(f"/{token}/decide-all", self.decide_all, methods=["POST"]),
            Route(f"/{token}/undo", self.undo, methods=["POST"]),
        ]

    async def page(self, _: Request) -> Response:
        """Answer with the page itself."""
        source = files("newskit.review").joinpath("page.html").read_text("utf-8")
        return HTMLResponse(source.replace("{title}", escape(self.title)))

    async def asset(self, request: Request) -> Response:
        """Answer with its style or its script."""
        name = request.url.path.rpartition("/")[2]
        text = files("newskit.review").joinpath(name).read_text("utf-8")
        return Response(text, media_type=_SUFFIXES[name])

    async def items(self, request: Request) -> Response:
        """Answer with a part of a queue."""
        return JSONResponse(await run_in_threadpool(_listed, self.desk, dict(request.query_params)))

    async def item(self, request: Request) -> Response:
        """Answer with one item, as HTML."""
        found = self.desk.gathered.items.get(request.query_params.get("key", ""))
        if found is None:
            return PlainTextResponse("no such item", 404)
        return HTMLResponse(await run_in_threadpool(detail, self.desk, found))

    async def rendered(self, request: Request) -> Response:
        """Answer with a post as its site shows it, before or after."""
        query = request.query_params
        found = self.desk.gathered.items.get(query.get("key", ""))
        number = query.get("example", "")
        if found is None or not number.isdecimal():
            return PlainTextResponse("no such item", 404)

        def make() -> str:
            return rendering(self.desk, found, int(number), after=query.get("side") == "after")

        try:
            html = await run_in_threadpool(make)
        except NewskitError as error:
            return PlainTextResponse(error.message, 404)
        return HTMLResponse(html, headers={"content-security-policy": _FRAME_POLICY})

    async def decide(self, request: Request) -> Response:
        """Carry a decision out."""
        asked = await _body(request)
        if asked is None:
            return PlainTextResponse("a decision is a JSON object", 400)
        try:
            choice = Choice(str(asked.get("choice")))
        except ValueError:
            return PlainTextResponse("no such choice", 400)
        typed = cast("dict[str, object]", asked.get("edited") or {})
        edited = {name: str(value) for name, value in typed.items()}
        return await _answered(lambda: self.desk.decide(str(asked.get("key")), choice, edited))

    async def decide_all(self, request: Request) -> Response:
        """Carry the same decision out on all that is shown and waits."""
        asked = await _body(request)
        if asked is None:
            return PlainTextResponse("a decision is a JSON object", 400)
        choice = str(asked.get("choice"))
        if choice not in {Choice.ACCEPT, Choice.REJECT}:
            return PlainTextResponse("no such choice", 400)
        query = {name: str(asked.get(name, "")) for name in ("queue", "words")}
        expected = asked.get("count")
        return await _answered(lambda: _decide_shown(self.desk, query, Choice(choice), expected))

    async def undo(self, _: Request) -> Response:
        """Take the last decision back."""
        return await _answered(self.desk.undo)


async def _answered(work: Callable[[], str | tuple[str, str]]) -> Response:
    """Answer with what was done, or with why it was not: the page shows either."""
    try:
        done = await run_in_threadpool(work)
    except NewskitError as error:
        said = f"{error.message} ({error.hint})" if error.hint else error.message
        return JSONResponse({"problem": said}, 409)
    key, said = ("", done) if isinstance(done, str) else done
    return JSONResponse({"key": key, "said": said})


async def _body(request: Request) -> dict[str, Any] | None:
    data = b""
    async for chunk in request.stream():
        data += chunk
        if len(data) > _MOST_BODY:
            return None
    try:
        value: Any = load_json(data)
    except ValueError:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("edited") or {}, dict):  # pyright: ignore[reportUnknownMemberType]
        return None
    return value  # pyright: ignore[reportUnknownVariableType]


def _listed(desk: Desk, query: dict[str, str]) -> dict[str, object]:
    """Return a page of a queue: items that hold the words, waiting ones or all."""
    start = int(query["start"]) if query.get("start", "").isdecimal() else 0
    found = _found(desk, query)
    return {
        "items": [_row(desk, one) for one in found[start : start + _PAGE]],
        "found": len(found),
        "open": sum(not desk.state(one) for one in found),
        "waiting": {one.value: desk.waiting(one) for one in Queue},
    }


def _found(desk: Desk, query: dict[str, str]) -> list[Item]:
    """Return the items of a queue that hold the words, waiting ones or all."""
    names = [one.value for one in Queue]
    queue = Queue(query["queue"]) if query.get("queue") in names else Queue.RULES
    words = query.get("words", "").casefold().split()
    every = query.get("show") == "all"
    return [
        one
        for one in desk.gathered.items.values()
        if one.queue is queue and _holds(one, words) and (every or not desk.state(one))
    ]


def _decide_shown(desk: Desk, query: dict[str, str], choice: Choice, expected: object) -> str:
    """Decide on all that is shown and waits, if it is as much as the page says."""
    found = _found(desk, query)
    if not found or len(found) != expected:
        raise UsageError(
            f"{len(found):,} are shown by now, not {expected}", hint="look again, and decide then"
        )
    return desk.decide_all(found, choice)


def _holds(item: Item, words: list[str]) -> bool:
    if not words:
        return True
    text = " ".join((item.title, item.note, item.subject, *item.variants)).casefold()
    return all(word in text for word in words)


def _row(desk: Desk, item: Item) -> dict[str, str]:
    return {
        "key": item.key,
        "title": escape_surrogates(item.title),
        "note": escape_surrogates(item.note),
        "state": desk.state(item),
    }


def _guarded(app: ASGIApp, port: int) -> ASGIApp:
    """Refuse what does not come from the page itself, and put the headers on every answer.

    A name that leads to this machine but is not its address (DNS rebinding) is refused by its
    Host; a page of another origin by its Origin or by Sec-Fetch-Site, which browsers set.
    """
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    def refused(scope: Scope) -> bool:
        headers = {key: value.decode("latin-1") for key, value in scope["headers"]}
        host = headers.get(b"host", "")
        if host not in hosts:
            return True
        if headers.get(b"sec-fetch-site", "none") not in {"none", "same-origin"}:
            return True
        origin = headers.get(b"origin")
        if scope["method"] in {"GET", "HEAD"}:
            return origin not in {None, "null", f"http://{host}"}
        kind = headers.get(b"content-type", "").partition(";")[0]
        return origin != f"http://{host}" or kind != "application/json"

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                there = {key.lower() for key, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in _HEADERS.items()
                        if name.encode() not in there
                    ),
                ]
            await send(message)

        if refused(scope):
            await PlainTextResponse("not from here", 403)(scope, receive, sent)
            return
        await app(scope, receive, sent)

    return guarded
