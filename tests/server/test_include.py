"""Parts of the registry in the pages of a site, by mod_include."""

import re
import socket
from urllib.parse import quote

import pytest

PAGE = "<!DOCTYPE html><html lang='en'><head><title>x</title></head><body><main><h1>City</h1>{}<p>after</p></main></body></html>"


def page(server, body, **options):
    server.page("page.shtml", PAGE.format(body))
    answer = server.get("/page.shtml", **options)
    assert answer.status_code == 200
    assert "[an error occurred" not in answer.text
    assert answer.text.endswith("<p>after</p></main></body></html>")
    return answer.text


def virtual(address):
    return f'<!--#include virtual="/sistercities{address}" -->'


def test_both_ways_of_including_give_the_same(server):
    one = page(server, virtual("/places/kaunas-lt/partners?lang=lt&amp;heading=3"))
    other = page(server, '<!--#sistercity show="partners" place="kaunas-lt" lang="lt" heading="3" -->')
    assert one == other
    assert "Hiracuka" in one or "Hiratsuka" in one


def test_a_fragment_is_one_element_without_document_or_script(server):
    text = page(server, virtual("/places/boston-us/partners"))
    fragment = text.split("<h1>City</h1>")[1].split("<p>after</p>")[0].strip()
    assert fragment.startswith("<section ") and fragment.endswith("</section>")
    assert re.match(r'<section [^>]*class="sistercity sistercity-partners"', fragment)
    assert not re.search(r"<(html|head|body|script|style|!doctype)|\sstyle=|\son\w+=", fragment, re.I)


@pytest.mark.parametrize("show", ["place", "partners", "activities", "timeline"])
def test_every_part_of_a_place_can_be_included(server, show):
    text = page(server, f'<!--#sistercity show="{show}" place="boston-us" -->')
    assert f"sistercity-{show}" in text


@pytest.mark.parametrize("address", ["/", "/places", "/partnerships", "/partnerships/kaunas-lt-hiratsuka-jp", "/activities", "/agreements"])
def test_every_address_can_be_included(server, address):
    assert '<section' in page(server, virtual(address))


def test_the_heading_level_is_what_the_page_needs(server):
    for level in "2", "3", "4":
        text = page(server, virtual(f"/places/boston-us/partners?heading={level}"))
        headings = re.findall(r"<h([1-6])", text.split("<h1>City</h1>")[1])
        assert headings[0] == level
        assert min(headings) == level


def test_a_limit_shortens_the_list(server):
    long = page(server, virtual("/places/boston-us/partners"))
    short = page(server, virtual("/places/boston-us/partners?limit=3"))
    names = ["Kyoto", "Strasbourg", "Barcelona", "Hangzhou", "Padua", "Melbourne", "Taipei", "Sekondi-Takoradi", "Belfast", "Praia"]
    assert sum(name in long for name in names) == 10
    assert sum(name in short for name in names) == 3


@pytest.mark.parametrize("filters, partners", [
    ("region=asia", ["Hangzhou", "Kyoto", "Taipei"]), ("since=2014", ["Belfast", "Praia"]), ("q=kyot", ["Kyoto"]), ("country=GH", ["Sekondi-Takoradi"])])
def test_an_included_list_of_partners_obeys_filters(server, filters, partners):
    text = page(server, virtual("/places/boston-us/partners?" + filters))
    everybody = ["Kyoto", "Strasbourg", "Barcelona", "Hangzhou", "Padua", "Melbourne", "Taipei", "Sekondi-Takoradi", "Belfast", "Praia"]
    assert sorted(name for name in everybody if name in text) == partners


def test_a_timeline_can_be_narrowed_to_one_kind_of_event(server):
    text = page(server, virtual("/partnerships/kaunas-lt-hiratsuka-jp?events=gifts"))
    timeline = text.split("What happened</h")[1].split("</section>")[0]
    assert "KINPAKU" in timeline and "Signing ceremony" not in timeline


def test_nothing_in_a_fragment_undoes_what_its_author_chose_or_leaves_the_page_to_choose_again(server):
    for path in ("/partnerships/kaunas-lt-hiratsuka-jp?events=gifts", "/partnerships?country=JP&status=active", "/places?q=boston"):
        text = page(server, virtual(path))
        assert "events=" not in text and ">remove</a>" not in text and "Sort by" not in text and "You are here" not in text
    assert "Country: Japan" in page(server, virtual("/partnerships?country=JP"))


def test_a_page_s_filter_of_the_timeline_leads_back_to_the_timeline(server):
    text = server.get("/sistercities/partnerships/kaunas-lt-hiratsuka-jp?lang=en").text
    anchor = re.search(r'href="[^"]*events=gifts[^"]*#([^"]+)"', text)[1]
    assert f'id="{anchor}"' in text


def names_in(section):
    return re.findall(r'<th scope="row"[^>]*><a [^>]*>([^<]+)</a>', section)


def test_an_included_list_is_read_on_in_the_page_around_it(server):
    server.page("lists.shtml", PAGE.format(virtual("/places?limit=4&amp;sort=name") + '<!--#sistercity show="partnerships" limit="3" -->'))

    def read(arguments):
        places, ties = server.get("/lists.shtml" + arguments).text.split('<section ')[1:]
        return {"places": names_in(places), "ties": names_in(ties), "links": [dict(re.findall(
            r'rel="(\w+)" href="([^"]*)"', section.replace("&amp;", "&"))) for section in (places, ties)]}

    first = read("")
    assert all(link.startswith("?after-") for links in first["links"] for link in links.values()), first["links"]
    second = read(first["links"][0]["next"])
    whole = [place["name"] for place in server.get("/sistercities/places.json?limit=8&sort=name&lang=en").json()["items"]]
    assert first["places"] + second["places"] == whole
    assert second["ties"] == first["ties"], "another list of the page stays where it is"
    assert read(second["links"][0]["prev"]) == first
    assert read("?after-00000000=x&after=x") == first


def test_an_included_list_that_asks_the_page_s_question_keeps_it_when_read_on(server):
    server.page("asks.shtml", PAGE.format(virtual("/partnerships?limit=3&amp;$QUERY_STRING")))
    link = re.search(r'rel="next" href="([^"]+)"', server.get("/asks.shtml?country=US&utm_source=mail").text)[1].replace("&amp;", "&")
    assert link.startswith("?country=US&after-") and "utm" not in link
    wanted = server.get("/sistercities/partnerships.json?limit=6&country=US&lang=en").json()["items"]
    shown = server.get("/asks.shtml" + link).text
    assert all(quote(item["slug"]) in shown for item in wanted[3:])
    back = re.search(r'rel="prev" href="([^"]+)"', shown)[1].replace("&amp;", "&")
    assert back.startswith("?country=US&") and wanted[0]["slug"] in server.get("/asks.shtml" + back).text


def test_an_included_list_that_finds_nothing_sends_nobody_away(server):
    assert "/sistercities/partnerships" not in page(server, virtual("/partnerships?country=TV")).split("downloads")[0]


def test_a_part_takes_the_classes_of_the_design_around_it(server):
    for part in (virtual("/places/boston-us/partners?class=govuk-body+mb-4&link-class=govuk-link"),
                 '<!--#sistercity show="partners" place="boston-us" class="govuk-body mb-4" link-class="govuk-link" -->'):
        text = page(server, part)
        assert '<section class="sistercity sistercity-partners govuk-body mb-4"' in text
        links = re.findall(r"<a [^>]*>", text)
        assert len(links) > 9 and all(re.match(r'<a class="govuk-link( sistercity__partner)?" ', link) for link in links)
        assert "class=govuk" not in text, "links do not carry it on"
    assert "govuk" not in page(server, virtual("/places/boston-us/partners")), "another part is not answered by the one kept for this"


@pytest.mark.parametrize("name", ["class", "link-class"])
@pytest.mark.parametrize("value", ['a"b', "a<b", "a;b", "é", "x" * 600])
def test_what_is_no_name_of_a_class_is_a_quiet_sentence(server, name, value):
    server.expect_log(name)
    text = page(server, virtual(f"/places/boston-us/partners?{name}={quote(value)}"))
    assert "sistercity-notice" in text and "<strong>" not in text and value not in text


def test_a_page_of_the_registry_has_no_class_of_others_and_data_refuses_it(server):
    assert "govuk" not in server.get("/sistercities/places/boston-us?class=govuk-body&link-class=govuk-link").text
    for name in ("class", "link-class"):
        refused = server.get(f"/sistercities/places.json?{name}=x")
        assert refused.status_code == 400 and refused.json()["errors"][0]["field"] == name


def test_several_fragments_share_no_id(server):
    text = page(server, virtual("/places/boston-us/partners") + virtual("/places/kaunas-lt/partners") + virtual("/places/boston-us"))
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))


def test_an_unknown_place_is_a_polite_sentence_and_one_log_line(server):
    for slug, body in [
        ("nowhere-1", virtual("/places/nowhere-1/partners")),
        ("nowhere-2", '<!--#sistercity show="partners" place="nowhere-2" -->'),
    ]:
        server.new_log_lines()
        text = page(server, body)
        assert "sistercity-notice" in text
        assert sum(slug in line for line in server.new_log_lines()) == 1


@pytest.mark.parametrize("body", [
    virtual("/places/boston-us/partners?limit=many"),
    virtual("/places/boston-us/partners?lang=xx"),
    virtual("/no/such/address"),
    virtual("/places/boston-us.pdf"),
    '<!--#sistercity show="shoes" -->',
    '<!--#sistercity show="partners" -->',
    '<!--#sistercity shown="partners" place="boston-us" -->',
    '<!--#sistercity show="partners" place="boston-us" limit="-1" -->',
    '<!--#sistercity -->',
    '<!--#sistercity show="partners" place="../../etc/passwd" -->',
])
def test_a_mistake_in_an_include_leaves_the_page_intact(server, body):
    server.expect_log(r"SC\d+")
    text = page(server, body)
    assert "sistercity" in text


def test_a_conditional_part_is_not_shown(server):
    text = page(server, '<!--#if expr="false" --><!--#sistercity show="partners" place="kaunas-lt" --><!--#endif -->')
    assert "sistercity" not in text


def test_a_reader_of_the_outer_page_gets_it_whole_whatever_their_headers(server):
    body = virtual("/places/kaunas-lt/partners")
    plain = page(server, body)
    etag = server.get("/sistercities/places/kaunas-lt/partners").headers["ETag"]
    assert page(server, body, headers={"If-None-Match": etag}) == plain
    assert page(server, body, headers={"Accept": "application/json"}) == plain
    assert page(server, body, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"}) == plain


def test_the_outer_pages_query_string_can_be_handed_on(server):
    server.page("query.shtml", PAGE.format('<!--#include virtual="/sistercities/partnerships?$QUERY_STRING" -->'))
    text = server.get("/query.shtml?country=GH").text
    assert "Sekondi-Takoradi" in text and "Strasbourg" not in text


@pytest.mark.parametrize("argument", ["limit", "country", "lang", "place", "since"])
def test_readers_who_hand_on_nonsense_do_not_flood_the_log(server, argument):
    server.expect_log("SC0202")
    server.page(f"flood-{argument}.shtml", PAGE.format('<!--#include virtual="/sistercities/partnerships?$QUERY_STRING" -->'))
    server.new_log_lines()
    for number in range(150):
        assert server.get(f"/flood-{argument}.shtml?{argument}=!nonsense-{number}!").status_code == 200
    lines = [line for line in server.new_log_lines() if ":warn]" in line or ":error]" in line]
    # Five from each process in a minute.
    assert 0 < len(lines) <= 40
    assert "nonsense-" in lines[0] and f"flood-{argument}.shtml" in lines[0]


def test_each_mistake_of_a_page_is_named_in_the_log(server):
    server.expect_log("SC0202")
    server.page("several.shtml", PAGE.format("".join(virtual(f"/places/missing-{n}/partners") for n in range(4))))
    server.new_log_lines()
    server.get("/several.shtml")
    log = "".join(server.new_log_lines())
    assert all(f"missing-{n}" in log for n in range(4))


def element(place, **attributes):
    return f'<!--#sistercity show="partners" place="{place}"' + "".join(f' {name}="{value}"' for name, value in attributes.items()) + " -->"


@pytest.mark.parametrize("include", [element, lambda place: virtual(f"/places/{place}/partners")], ids=["element", "virtual"])
@pytest.mark.parametrize("filler", ["", "short", "x" * 9000, "y" * 70000], ids=len)
def test_a_page_of_many_fragments_is_whole_and_in_order(server, include, filler):
    places = ["boston-us", "kaunas-lt", "kyoto-jp", "strasbourg-fr"]
    single = {place: page(server, include(place)).split("<h1>City</h1>")[1].split("<p>after</p>")[0] for place in places}
    asked = [place for _ in range(12) for place in places]
    text = page(server, "".join(f"<hr>{filler}{include(place)}" for place in asked))
    assert text.split("<h1>City</h1>")[1].split("<p>after</p>")[0] == "".join(f"<hr>{filler}{single[place]}" for place in asked)


def pieces(server, path):
    """The sizes of the chunks that the answer comes in."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        body = connection.makefile("rb").read().split(b"\r\n\r\n", 1)[1]
    sizes = []
    while not sizes or sizes[-1]:
        size, body = body.split(b"\r\n", 1)
        sizes.append(int(size, 16))
        body = body[sizes[-1] + 2:]
    return sizes[:-1]


@pytest.mark.parametrize("include", [element, lambda place: virtual(f"/places/{place}/partners")], ids=["element", "virtual"])
def test_a_page_of_many_fragments_comes_in_few_pieces(server, include):
    page(server, "<hr>".join(include("kyoto-jp") for _ in range(8)))
    assert len(pieces(server, "/page.shtml")) <= 2


def test_pages_that_include_pages_show_every_fragment(server):
    server.page("inner.shtml", element("kaunas-lt") + virtual("/places/kyoto-jp/partners") + "<p>inner</p>")
    text = page(server, element("boston-us") + '<!--#include virtual="/inner.shtml" -->' + element("strasbourg-fr"))
    assert text.count("<section ") == 4 and text.index("<p>inner</p>") < text.rindex("<section ")


def test_a_template_whose_parts_are_within_it_itself_comes_to_an_end(registry, make_httpd):
    server = make_httpd(registry)
    template = server.directory / "template.html"
    template.write_text("<!DOCTYPE html><title>x</title><!--sistercity:content-->" + element("boston-us") + virtual("/places/boston-us") + "<p>end</p>")
    server.configuration = f"<Location /sistercities>\nSisterCityPageTemplate {template}\nOptions +IncludesNOEXEC\nSetOutputFilter INCLUDES\n</Location>\n"
    page = server.start().get("/sistercities/places/boston-us")
    assert page.status_code == 200 and page.text.count("<p>end</p>") == 1 and page.text.endswith("<p>end</p>")
    assert page.text.count('class="sistercity sistercity-place"') == 2 and "[an error" not in page.text


def test_a_head_request_for_the_outer_page_works(server):
    server.page("page.shtml", PAGE.format(virtual("/places/kaunas-lt/partners")))
    assert server.request("HEAD", "/page.shtml").status_code == 200


def test_a_direct_visit_can_ask_for_the_fragment(server):
    text = server.get("/sistercities/places/kaunas-lt/partners?view=fragment").text
    assert text.startswith("<section") and "<html" not in text


@pytest.mark.parametrize("rule", [
    '<Location "/sistercities/places/kaunas-lt">\nRequire all denied\n</Location>\n',
    '<Location "/sistercities">\nRequire expr "%{REQUEST_URI} !~ m#kaunas-lt#"\n</Location>\n',
], ids=["section", "expression"])
def test_each_part_of_a_page_is_permitted_by_itself(databases, make_httpd, rule):
    registry = databases.sample("sqlite")
    server = make_httpd(registry, configuration=rule).start()
    server.expect_log("SC0202|AH01630")
    for _ in range(2):
        text = page(server, element("boston-us") + element("kaunas-lt") + element("kyoto-jp"))
        assert text.count('class="sistercity sistercity-partners"') == 2
        assert "sistercity-notice" in text and "Hiratsuka" not in text
    registry.remove()
