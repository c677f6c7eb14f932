"""Fixtures for every test that needs a registry, a private httpd or a browser."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from support import database, httpd  # noqa: E402

# The modules that take longest: none of them may be left alone at the end.
LONGEST = (
    "test_freshness", "test_trouble", "test_cache", "test_hosts", "test_replica", "test_site", "test_each_language", "test_editing", "test_answers", "test_readme_diffs",
    "test_sources", "test_admin_import", "test_faults", "test_coherence",
)

# What the packages and their documents promise: `make test T=package` runs these, too.
OF_THE_PACKAGE = ("test_setup", "test_configuration", "test_signin", "test_migrate", "test_documentation", "test_directives", "test_log_tags")


@pytest.fixture(scope="session")
def databases():
    made = database.Databases()
    yield made
    made.close()


def pytest_generate_tests(metafunc):
    """A test module that says DATABASES runs once on each of them; others run on SQLite."""
    if "database_kind" in metafunc.fixturenames:
        kinds = getattr(metafunc.module, "DATABASES", ["sqlite"])
        metafunc.parametrize("database_kind", kinds, scope="module")


@pytest.hookimpl(hookwrapper=True)
def pytest_collection_modifyitems(items):
    """What shares a server stays together, in one worker and without a break; the longest comes first."""
    order = {}
    for place, item in enumerate(items):
        module = item.path.stem
        if module in OF_THE_PACKAGE:
            item.extra_keyword_matches.add("package")
        rank = LONGEST.index(module) if module in LONGEST else len(LONGEST)
        if item.path.parent.name == "unit":
            order[id(item)] = (rank + 1, module, "", place)
            continue
        kind = item.callspec.params["database_kind"] if "database_kind" in item.fixturenames else ""
        item.add_marker(pytest.mark.xdist_group(module + kind))
        order[id(item)] = (rank, module, kind, place)
    yield
    items.sort(key=lambda item: order[id(item)])


@pytest.fixture(scope="module")
def registry(databases, database_kind):
    """The sample registry, the module's own copy."""
    made = databases.sample(database_kind)
    yield made
    made.remove()


@pytest.fixture
def empty(databases, database_kind):
    """A registry with nothing in it, the test's own."""
    made = databases.empty(database_kind)
    yield made
    made.remove()


@pytest.fixture
def empty_file(databases):
    """The same, on SQLite."""
    made = databases.empty("sqlite")
    yield made
    made.remove()


@pytest.fixture(scope="module")
def server(request, registry):
    """An httpd with conf/sistercity.conf over the module's registry; a module's CONFIGURATION and
    MODULES are added."""
    made = httpd.Httpd(
        registry,
        configuration=getattr(request.module, "CONFIGURATION", ""),
        modules=getattr(request.module, "MODULES", ()),
    )
    for name, text in getattr(request.module, "SITE", {}).items():
        made.page(name, text)
    made.start()
    yield made
    made.remove()


@pytest.fixture
def make_httpd():
    """Makes httpds of the test's own; they end with it, and their logs are watched too."""
    made = []

    def make(*arguments, **options):
        made.append(httpd.Httpd(*arguments, **options))
        return made[-1]

    yield make
    try:
        for one in made:
            one.stop()
            assert one.unexpected_log_lines() == []
    finally:
        for one in made:
            one.remove()


@pytest.fixture(autouse=True)
def watched_log(request):
    """Any line of level warn or worse that the test did not expect fails it."""
    yield
    if "server" in request.fixturenames:
        assert request.getfixturevalue("server").unexpected_log_lines() == []
