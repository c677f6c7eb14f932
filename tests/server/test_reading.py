"""What a reader sees of long lists and of a partnership's story: where one is, how one goes on, nothing twice."""
import html
import re

import pytest

from support import httpd

ROOT = "/sistercities"
PLACES = 260


DATABASES = ["sqlite", "postgresql"]


@pytest.fixture(scope="module")
def towns(databases, database_kind, tmp_path_factory):
    """A hub with partners all over the alphabet, half of them in Germany, one of them dated."""
    made = databases.empty(database_kind)
    folder = tmp_path_factory.mktemp("towns")
    rows = [(f"{chr(97 + n % 26)}town{n:03d}", f"{chr(65 + n % 26)}town {n:03d}", "DE" if n % 2 else "FR") for n in range(PLACES)]
    (folder / "places.csv").write_text("slug,name,level,country\nhub,Hub,city,JP\n" + "".join(f"{s},{name},city,{c}\n" for s, name, c in rows))
    (folder / "partnerships.csv").write_text("slug,parties,type,status,established\n" + "".join(
        f"hub-{s},hub|{s},sister,active,{1959 if n == 7 else ''}\n" for n, (s, _, _) in enumerate(rows)))
    made.ctl("import", folder)
    site = httpd.Httpd(made)
    yield site.start()
    site.remove()
    made.remove()


def shown(page):
    """The names of a list's rows, and where the page says that they stand."""
    names = re.findall(r'<th scope="row">.*?<a [^>]*>([^<]*)</a>', page)
    place = re.search(r"<li>([\d,]+)–([\d,]+) of ([\d,]+)</li>", page)
    return [html.unescape(name) for name in names], place and [int(n.replace(",", "")) for n in place.groups()]


def link(page, text):
    return html.unescape(re.search(rf'href="([^"]*)"[^>]*>{text}</a>', page)[1])


def test_each_page_of_a_long_list_says_which_rows_it_shows(towns):
    page = towns.get(f"{ROOT}/places?lang=en").text
    before, seen = 0, []
    while True:
        names, place = shown(page)
        assert place == [before + 1, before + len(names), PLACES + 1]
        before += len(names)
        seen += names
        if "Next page" not in page:
            break
        page = towns.get(link(page, "Next page")).text
    assert len(set(seen)) == PLACES + 1 == before
    for last in range(PLACES + 1 - len(names), 0, -50):
        page = towns.get(link(page, "Previous page")).text
        assert shown(page)[1][:2] == [last - 49, last]


def test_a_letter_leads_to_the_first_name_with_it_and_counts_what_comes_before(towns):
    page = towns.get(f"{ROOT}/places?lang=en").text
    data = towns.get(f"{ROOT}/places.json?limit=1000").json()["items"]
    everything = [item["name"] for item in data]
    for letter in "BHZ":
        names, place = shown(towns.get(link(page, letter)).text)
        assert names[0].startswith(letter) and place[0] == everything.index(names[0]) + 1


def test_a_letter_behind_all_names_that_a_filter_leaves_says_so_and_leads_back(towns):
    page = towns.get(f"{ROOT}/places?lang=en&limit=10&q=Atown").text
    assert "By first letter" not in page, "what words have found is ranked"
    page = towns.get(f"{ROOT}/places?lang=en&limit=2&country=JP").text
    assert "By first letter" not in page, "a short list is leafed through"
    page = towns.get(f"{ROOT}/places?lang=en&limit=10&country=FR").text
    names, place = shown(towns.get(link(page, "Z")).text)
    assert names == [] and place is None
    page = towns.get(link(page, "Z")).text
    assert "The list ends before this." in page and "Previous page" in page


def test_a_list_in_the_alphabet_of_the_registry_has_the_letters_of_that_alphabet(databases, make_httpd, tmp_path):
    registry = databases.empty("sqlite")
    registry.ctl("reindex", "--language", "lt")
    (tmp_path / "places.csv").write_text("slug,name,level,country\n" + "".join(
        f"p{n},{name} {n},town,LT\n" for n, name in enumerate(["Skuodas", "Šiauliai", "Zarasai", "Žagarė", "Ylakiai"] * 9)))
    registry.ctl("import", tmp_path)
    site = make_httpd(registry).start()
    page = site.get(f"{ROOT}/places?limit=5&lang=en").text
    assert re.findall(r">(.)</a></li>", page.split("By first letter")[1].split("</nav>")[0]) == list("ABCČDEFGHIJKLMNOPQRSŠTUVWXZŽ")
    assert shown(site.get(link(page, "Š")).text)[0][0].startswith("Šiauliai")
    registry.remove()


@pytest.mark.parametrize("path, title", [("/partnerships?country=DE", "Partnerships with Germany"), ("/places?country=FR", "Places in France"),
                                         ("/places/hub/partners?country=FR", "Partners of Hub in France"),
                                         ("/partnerships?country=DE&country=FR", "Partnerships")])
def test_the_page_of_a_country_says_whose_it_is(towns, path, title):
    page = towns.get(f"{ROOT}{path}&lang=en").text
    assert f'<h1 class="sistercity__title">{title}</h1>' in page


def test_what_is_the_same_in_every_row_is_said_once(towns):
    page = towns.get(f"{ROOT}/partnerships?lang=en").text
    assert "All shown here: sister city\u00a0· active" in re.sub("<[^>]*>", "", page)
    assert ">active<" not in page.split("<tbody>")[1] and 'unknown">date not recorded' not in page and page.count("is not recorded.") == 1
    page = towns.get(f"{ROOT}/places/hub/partners?lang=en").text
    assert "since <time" in page and 'unknown">date not recorded' not in page and page.count("none is recorded") == 1
    page = towns.get(f"{ROOT}/partnerships?columns=status&lang=en").text
    assert page.count(">active<") == 50, "who asks for a column gets it"


def test_pages_lead_back_to_where_they_belong(towns):
    for path, steps in [("/places", 1), ("/places/hub", 2), ("/places/hub/partners", 3), ("/partnerships/hub-atown000", 2), ("/statistics", 1)]:
        page = towns.get(f"{ROOT}{path}?lang=en").text
        trail = re.search(r'<nav class="sistercity__trail".*?</nav>', page, re.S)[0]
        links = re.findall(r'href="([^"]*)"', trail)
        assert len(links) == steps and all(towns.get(html.unescape(to)).status_code == 200 for to in links)
    assert "sistercity__trail" not in towns.get(f"{ROOT}/?lang=en").text


def test_one_name_leads_to_one_address_on_the_page_of_a_place(server):
    page = server.get(f"{ROOT}/places/boston-us?lang=en").text
    targets = {}
    for to, name in re.findall(r'<a [^>]*href="([^"]*)"[^>]*>([^<]+)</a>', page.split("<section")[1].split("What is claimed")[0]):
        targets.setdefault(name, set()).add(to)
    assert len(targets["Kyoto"]) == 1


def test_a_partnership_tells_its_signing_once(server):
    page = server.get(f"{ROOT}/partnerships/boston-us-kyoto-jp?lang=en").text
    story = page.split("What happened</h2>")[1].split("People</h2>")[0]
    assert story.count("Martin J. Walsh") == 1 and story.count("Where it stands now") == 2
    assert ">renewed<" not in story and "The mayors of Boston and Kyoto" in story, "the step is told by the agreement of its day"
    steps = server.get(f"{ROOT}/partnerships/boston-us-kyoto-jp?lang=en&events=steps").text
    assert ">renewed<" in steps
