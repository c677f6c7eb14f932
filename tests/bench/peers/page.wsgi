import pathlib

import page

# The daemon processes of mod_wsgi do not get the environment of httpd's requests: the address of the
# registry stands in a file beside this one.
page.REGISTRY = pathlib.Path(__file__).with_name("registry.path").read_text()
application = page.app
