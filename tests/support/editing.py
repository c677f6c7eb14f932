"""What an editor's browser or program does: fills in forms, sends JSON."""

import html.parser

ADMIN = "/sistercities/admin"


class _Forms(html.parser.HTMLParser):
    """The forms of a page with what a browser would send of them, buttons left out."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.forms, self._form, self._select, self._area = [], None, None, None

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        if tag == "form":
            self._form = {"action": a.get("action"), "method": a.get("method", "get"), "fields": []}
            self.forms.append(self._form)
        if self._form is None:
            return
        if tag == "input" and a.get("name") and a.get("type", "text") != "submit":
            if a.get("type") not in ("checkbox", "radio") or "checked" in a:
                self._form["fields"].append((a["name"], a.get("value") or ""))
        elif tag == "select":
            self._select = [a["name"], None]
        elif tag == "option" and self._select and (self._select[1] is None or "selected" in a):
            self._select[1] = a.get("value", "")
        elif tag == "textarea":
            self._area = [a["name"], ""]

    def handle_data(self, data):
        if self._area:
            self._area[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select and self._form is not None:
            self._form["fields"].append((self._select[0], self._select[1] or ""))
            self._select = None
        elif tag == "textarea" and self._area and self._form is not None:
            # A browser drops the line end that the tag is followed by.
            self._form["fields"].append((self._area[0], self._area[1].removeprefix("\n")))
            self._area = None


def forms_of(page):
    """All forms of a page: action, method, and the fields as a browser would send them."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


class Form:
    """One form of a page, to be filled in and sent."""

    def __init__(self, editor, action, fields):
        self.editor, self.action, self.fields = editor, action, list(fields)

    def __getitem__(self, name):
        return next(value for key, value in self.fields if key == name)

    def names(self):
        return [key for key, _ in self.fields]

    def fill(self, **values):
        """Types into inputs; a list of values stands for an input that occurs as often."""
        for name, value in values.items():
            self.set(name, value)
        return self

    def set(self, name, value):
        self.fields = [(key, old) for key, old in self.fields if key != name]
        self.fields += [(name, one) for one in (value if isinstance(value, list) else [value])]
        return self

    def send(self, act="save", **options):
        return self.editor.post_form(self.action, [*self.fields, ("act", act)], **options)


class Editor:
    def __init__(self, server, user="editor"):
        self.server, self.auth = server, (user, "secret")

    def request(self, method, path, **options):
        path = path if path.startswith("/sistercities") else ADMIN + path
        return self.server.request(method, path, auth=self.auth, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post_form(self, path, fields, **options):
        return self.request("POST", path, data=fields, **options)

    def form(self, page):
        """The form that is posted on a page (an address, or an answer)."""
        answer = self.get(page) if isinstance(page, str) else page
        posted = [form for form in forms_of(answer.text) if form["method"] == "post"]
        assert len(posted) == 1, f"{answer.url}: {len(posted)} forms"
        return Form(self, posted[0]["action"], posted[0]["fields"])

    def item(self, path):
        answer = self.get(path, headers={"Accept": "application/json"})
        return answer.json(), answer.headers.get("ETag")

    def create(self, collection, **fields):
        return self.request("POST", f"/{collection}", json=fields)

    def make(self, collection, **fields):
        """The same where nothing may be wrong with it."""
        made = self.create(collection, **fields)
        assert made.status_code == 201, made.text
        return made

    def change(self, path, fields, tag=None, method="PATCH"):
        tag = tag or self.item(path)[1]
        return self.request(method, path, json=fields, headers={"If-Match": tag})

    def withdraw(self, path, tag=None):
        return self.request("DELETE", path, headers={"If-Match": tag or self.item(path)[1]})


def errors(answer):
    """The problems of an answer by field."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text[:300]
    return {error.get("field"): error["code"] for error in answer.json().get("errors", [])}
