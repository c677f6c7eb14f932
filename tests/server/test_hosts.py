"""Several httpds with one PostgreSQL and one cache, set up as README.md says."""

import re
import subprocess
import threading
import time

import pytest

from support import database, hosts
from support.editing import Editor
from support.store import Store
from test_cache import counters

ROOT = "/sistercities"
ITEM = "/places/kuji-jp"
# The most connections that one process keeps: those of readers and those of editors.
CONNECTIONS = 2 * 4
SSI = f'<p>before</p><!--#include virtual="{ROOT}{ITEM}?lang=en" --><p>after</p>'
FORMS = [f"{ROOT}{ITEM}.json", f"{ROOT}{ITEM}?lang=en", f"{ROOT}{ITEM}?lang=ja&view=fragment", f"{ROOT}/places.csv?limit=20", "/page.shtml"]


@pytest.fixture(scope="module")
def cluster(databases):
    with hosts.registry_on(databases.cluster):
        yield databases.cluster


@pytest.fixture(params=["memcache", "redis"])
def caches(request):
    made = [Store(request.param) for _ in range(2)]
    yield made
    for store in made:
        store.remove()


@pytest.fixture
def make_hosts(cluster):
    made = []

    def make(caches=(), count=2, **options):
        made.append(hosts.Hosts(cluster, cluster, caches))
        for _ in range(count):
            host = made[-1].make(**options)
            host.page("page.shtml", SSI)
            host.start()
        return made[-1].hosts

    yield make
    try:
        for group in made:
            for host in group.hosts:
                host.stop()
                assert host.unexpected_log_lines() == []
                assert "exit signal" not in host.log_text()
    finally:
        for group in made:
            group.remove()


def test_a_backup_becomes_a_database_with_its_owner_and_rights(cluster, tmp_path):
    def registry(name, user):
        return database.Registry("pgsql", f"host=127.0.0.1 port={cluster.port} dbname={name} user={user}")

    tmp_path.chmod(0o755)
    hosts.type_commands(1, cluster, tmp_path)
    try:
        for name in "sistercity", "restored":
            registry(name, "reader").ctl("export", tmp_path / name)
        first, second = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("sistercity", "restored"))
        assert first == second and len(first["partnerships.csv"]) > 1000
        (tmp_path / "places.csv").write_text("slug,name\nnew-lt,New\n")
        registry("restored", "editor").ctl("import", tmp_path / "places.csv")
        assert cluster.sql("SELECT COUNT(*) FROM place_keys WHERE key = 'new'", "restored") == "1"
    finally:
        cluster.sql("DROP DATABASE IF EXISTS restored")


def populate(host, number):
    return Editor(host.editors).change(ITEM, {"population": number})


def populations(site, form, times):
    """What so many readers see, each with a connection of their own."""
    texts = {site.get(form, headers={"Connection": "close"}).text for _ in range(times)}
    return {int(a + b) for text in texts for a, b in re.findall(r"\b(70\d),?(\d\d\d)\b", text)}


def test_an_edit_is_seen_on_its_host_at_once_and_on_the_other_within_a_second(make_hosts, caches):
    pair = make_hosts(caches, mpm="prefork")
    for number in range(700_001, 700_003):
        here, there = pair if number % 2 else reversed(pair)
        for host in pair:
            for form in FORMS:
                populations(host.readers, form, 2)
        assert populate(here, number).status_code == 200
        for form in FORMS:
            assert populations(here.readers, form, 6) == populations(here.editors, form, 2) == {number}, form
        time.sleep(1.1)
        for form in FORMS:
            assert populations(there.readers, form, 6) == {number}, form


def test_what_one_host_has_made_the_other_need_not_make(make_hosts, caches):
    first, second = make_hosts(caches)
    for page in "/places", "/partnerships.json", "/statistics":
        assert first.readers.get(ROOT + page).content == second.readers.get(ROOT + page).content
    assert counters(first)["CacheHits"] == 0
    assert counters(second)["CacheHits"] == 3


def test_two_registries_may_share_a_cache_and_never_an_answer(make_hosts, cluster, caches):
    cluster.sql("CREATE DATABASE other TEMPLATE sistercity")
    # Of the same state as far as anybody can see who does not look at the places.
    cluster.sql("ALTER TABLE places DISABLE TRIGGER USER; UPDATE places SET population = 700900 WHERE slug = 'kuji-jp'", "other")
    try:
        (here,) = make_hosts(caches, count=1)
        one = {form: here.readers.get(form).content for form in FORMS}
        # The configuration of another city: the same lines in files of the same names.
        file = here.directory_of_all / "sistercity.conf"
        file.write_text(file.read_text().replace("dbname=sistercity", "dbname=other"))
        there = hosts.Host(here.directory_of_all, 3, here.port)
        there.page("page.shtml", SSI)
        try:
            there.start()
            for form in FORMS:
                assert populations(there.readers, form, 2) == {700900}, form
                assert here.readers.get(form).content == one[form] and b"700900" not in one[form]
        finally:
            there.remove()
    finally:
        cluster.sql("DROP DATABASE other WITH (FORCE)")


def test_a_form_of_one_host_may_be_sent_to_the_other(make_hosts):
    first, second = make_hosts()
    form = Editor(first.editors).form(ITEM).fill(population="700100")
    form.editor = Editor(second.editors)
    assert form.send().status_code == 303


class Load:
    """Readers and an editor who ask and ask, each page also in ways that nothing has been kept for."""

    def __init__(self, group):
        self.group, self.answers, self.edits, self.problems = group, [], [], []
        self.is_over = False
        self.threads = [threading.Thread(target=self.guarded, args=(work, host)) for host in group for work in (self.read, self.edit)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.is_over = True
        for thread in self.threads:
            thread.join()

    def guarded(self, work, host):
        try:
            number = 0
            while not self.is_over:
                number += 1
                work(host, number)
        except Exception as problem:
            self.problems.append(problem)

    def note(self, answer):
        """@return the status, and in how many seconds to come again"""
        noted = answer.status_code, int(answer.headers.get("Retry-After", 0))
        self.answers.append(noted)
        return noted

    def read(self, host, number):
        for page in f"/places?limit={1 + number % 900}", "/places", f"/partnerships.json?limit={1 + number % 900}", "/partnerships":
            self.note(host.readers.get(ROOT + page))

    def edit(self, host, number):
        self.edits.append(self.note(Editor(host.editors).create("places", name=f"Village {number}", country="LT")))

    def statuses(self, since=0):
        return {status for status, _ in self.answers[since:]}


def process_count(group):
    """httpd's children; one of them may be starting, another one ending."""
    return sum(len(subprocess.run(["pgrep", "-P", str(host.pid)], capture_output=True, text=True).stdout.split()) for host in group)


def test_sessions_that_an_administrator_ends_cost_nobody_an_answer(make_hosts, cluster):
    pair = make_hosts()
    for host in pair:
        host.expect_log("SC0303")
    with Load(pair) as load:
        for _ in range(5):
            time.sleep(0.4)
            cluster.end_sessions("sistercity")
        time.sleep(0.4)
    assert load.problems == []
    assert load.statuses() - {503} == {200, 201}
    # A session may end in the very moment in which an edit commits: whether it did is not known then, and one may be told so.
    refused = [wait for status, wait in load.answers if status == 503]
    assert len(refused) <= 1 and all(refused)
    assert refused == [wait for status, wait in load.edits if status == 503], "a reader is never refused"
    assert cluster.session_count("sistercity") <= process_count(pair) * CONNECTIONS


def test_a_server_that_is_restarted_under_load_is_found_again(make_hosts, cluster):
    pair = make_hosts()
    for host in pair:
        host.expect_log(r"SC03|AH006\d\d|dbd|DBD")
    with Load(pair) as load:
        for _ in range(2):
            time.sleep(0.5)
            cluster.stop()
            time.sleep(0.5)
            cluster.start()
            deadline = time.monotonic() + 20
            while any(host.readers.get(f"{ROOT}/places?limit={n}").status_code != 200 for host in pair for n in (901, 902, 903)):
                assert time.monotonic() < deadline
                time.sleep(0.1)
        since = len(load.answers)
        time.sleep(0.5)
    assert load.problems == []
    assert load.statuses() == {200, 201, 503}
    assert all(wait > 0 for status, wait in load.answers if status == 503)
    assert load.statuses(since) == {200, 201}
    assert cluster.session_count("sistercity") <= process_count(pair) * CONNECTIONS
