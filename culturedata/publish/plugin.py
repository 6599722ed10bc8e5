"""The hooks that Datasette calls. Our pages appear wherever a catalogue is served, whatever its file is called."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import Any

from datasette import hookimpl

from culturedata.publish import metadata, permissions, where
from culturedata.publish.catalogue_charts import pages as charts
from culturedata.publish.evaluation import pages as judged
from culturedata.publish.pool import pages as pool
from culturedata.publish.popularity import pages as popular
from culturedata.publish.timeline import pages as timeline
from culturedata.publish.views import about, documents, links, maker, reconcile
from culturedata.publish.views import catalogue as pages

_HERE = Path(__file__).parent


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    routes: list[tuple[str, Any]] = [(r"/-/(databases|threads)(\.json)?$", inventory), (r"/-/metadata(\.json)?$", told)]
    if where.culture(datasette) is None:
        return routes
    return [
        *routes,
        (r"/-/culturedata/static/(?P<path>.*)$", _static()),
        (r"/$", pages.front),
        (r"/search$", pages.find),
        (r"/sources$", pages.sources),
        (r"/links$", links.page),
        (r"/openness$", pages.openness),
        (r"/openness/group$", pages.openness_group),
        (r"/openness/works$", pages.openness_works),
        (r"/evaluation$", judged.evaluation),
        (r"/prize$", judged.prize),
        (r"/popularity$", popular.page),
        (r"/timeline$", timeline.page),
        (r"/catalogue-charts$", charts.page),
        (r"/exhibitions$", pages.exhibitions),
        (r"/exhibition/(?P<name>[a-z0-9-]+(?:\.csv)?)$", pages.exhibition),
        (r"/work/(?P<work_id>.+)\.jsonld$", documents.as_schema_org),
        (r"/work/(?P<work_id>.+)\.ris$", documents.as_ris),
        (r"/work/(?P<work_id>.+)\.linked-art\.json$", documents.as_linked_art),
        (r"/work/(?P<work_id>.+)/manifest\.json$", documents.manifest),
        (r"/work/(?P<work_id>.+)$", pages.work),
        (r"/term/(?P<id>.+)$", about.term),
        (r"/institution/(?P<id>.+)$", about.institution),
        (r"/maker/(?P<id>.+)\.jsonld$", documents.maker_as_schema_org),
        (r"/maker/(?P<id>.+)$", maker.page),
        (r"/source/(?P<id>.+)$", about.source),
        (r"/record/(?P<record_id>.+)$", pages.record),
        (r"/user/(?P<user>\d{1,9})$", pages.user),
        (r"/home(?:/(?P<user>\d{1,9}))?$", pages.home),
        (r"/rows(?:/(?P<user>\d{1,9}))?$", pool.page),
        (rf"{reconcile.ROUTE}$", reconcile.service),
        (rf"{reconcile.ROUTE}/suggest/(?P<what>entity|type|property)$", reconcile.suggest),
        (rf"{reconcile.ROUTE}/flyout/(?P<what>entity|type|property)$", reconcile.flyout),
        (rf"{reconcile.ROUTE}/properties$", reconcile.proposed),
        (rf"{reconcile.ROUTE}/preview$", reconcile.preview),
        (rf"{reconcile.ROUTE}/view$", reconcile.view),
    ]


def _static() -> Any:
    from datasette.utils.asgi import asgi_static

    serve = asgi_static(_HERE / "static")

    async def static(request: Any, send: Any) -> None:
        await serve(request, send)

    return static


async def inventory(datasette: Any, request: Any) -> Any:
    """Datasette's lists that name every file and its path: for the owner only once a library is served."""
    from datasette.utils.asgi import Forbidden, Response

    private = any(where.is_private(datasette, name) for name in datasette.databases)
    if private and not where.is_owner(request.actor):
        raise Forbidden("Only the owner may see the list of databases")
    threads = request.path.startswith(datasette.urls.path("/-/threads"))
    return Response.json(datasette._threads() if threads else datasette._connected_databases())


async def told(datasette: Any, request: Any) -> Any:
    """Datasette's metadata, without the databases that are not for this visitor."""
    from datasette.utils.asgi import Response

    said = datasette.metadata()
    shown = {
        name: about
        for name, about in said.get("databases", {}).items()
        if where.is_owner(request.actor) or not where.is_private(datasette, name)
    }
    return Response.json({**said, "databases": shown})


@hookimpl
def skip_csrf(datasette: Any, scope: dict[str, Any]) -> bool:
    return reconcile.is_ours(datasette, scope["path"])


@hookimpl(trylast=True)
def permission_allowed(datasette: Any, actor: Any, action: str, resource: Any) -> bool | None:
    return permissions.allowed(datasette, actor, action, resource)


@hookimpl
def get_metadata(datasette: Any, key: str, database: str, table: str) -> dict[str, Any]:
    return metadata.described(datasette)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    from jinja2 import ChoiceLoader, FileSystemLoader

    env.loader = ChoiceLoader([env.loader, FileSystemLoader(_HERE / "templates")])


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Generator[None, Any, None]:
    """Our page for an address at which there is nothing, instead of Datasette's answer.

    Datasette prints the traceback of what it answers with; of an address that fits none of its routes nothing was
    raised, so that there is none to print, and it fails.
    """
    from datasette.utils.asgi import NotFound

    answers = yield
    if isinstance(exception, NotFound) and where.culture(datasette) is not None:
        answers.force_result([pages.nowhere(datasette, request, str(exception))])


@hookimpl
def startup(datasette: Any) -> None:
    """Refuse --crossdb beside what is about people, and switch off what makes a big table's page slow."""
    from datasette.utils import StartupError

    if datasette.crossdb and any(where.is_private(datasette, name) for name in datasette.databases if name[0] != "_"):
        raise StartupError("audience.db is about people: --crossdb would let anybody read it. Start without it.")
    if where.culture(datasette) is not None:
        datasette._settings["suggest_facets"] = False
