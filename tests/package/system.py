"""What the tests of the packages do to the Debian system that they run in: run commands, type answers, ask for pages."""

import base64
import os
import pathlib
import pty
import re
import signal
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    LISTEN = "127.0.0.1:%d" % free.getsockname()[1]
PAGE = f"http://{LISTEN}/sistercities"
STATE = pathlib.Path("/var/lib/sistercity")
REGISTRY = STATE / "registry.db"
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")
os.environ["DEBIAN_FRONTEND"] = "noninteractive"


def run(command, code=0):
    print("+", command, flush=True)
    done = subprocess.run(command, shell=True, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=900)
    assert done.returncode == code, f"{command}: {done.returncode}\n{done.stdout}"
    return done.stdout


def type_answers(command, answers):
    """Runs what asks on the terminal: (question, answer) in their order. All that was shown."""
    print("+", command, flush=True)
    signal.alarm(120)
    child, terminal = pty.fork()
    if child == 0:
        os.execvp("sh", ["sh", "-c", command])
    shown = asked = ""
    for question, answer in answers:
        while not re.search(re.escape(question) + r"[^\n]*:\s*$", asked):
            asked += os.read(terminal, 1000).decode()
        os.write(terminal, answer.encode() + b"\n")
        shown, asked = shown + asked, ""
    while True:
        try:
            asked += os.read(terminal, 1000).decode()
        except OSError:
            break
    _, code = os.waitpid(child, 0)
    signal.alarm(0)
    assert code == 0, f"{command}: {code}\n{shown}{asked}"
    return shown + asked


def ask(address, user=None, fields=None):
    """(status, page); POST where there are fields, of a form. What a redirect leads to is not asked."""
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    request = urllib.request.Request(address, data=None if fields is None else urllib.parse.urlencode(fields).encode())
    if user:
        request.add_header("Authorization", "Basic " + base64.b64encode(user.encode()).decode())
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def keep_services_still(still):
    """Whether what packages install, or restart, is left as it is. A tree has no init system: without a policy nothing is restarted."""
    POLICY.write_text(f"#!/bin/sh\nexit {101 if still else 0}\n")
    POLICY.chmod(0o755)


def prepare():
    """httpd as Debian has it, but on this machine's own address only, and nothing of ours, should a test before have broken off."""
    purge_all()
    keep_services_still(True)
    run("apt-get install -y -q --no-install-recommends apache2 sudo")
    keep_services_still(False)
    run(f"sed -i 's/^Listen .*/Listen {LISTEN}/' /etc/apache2/ports.conf")


def stop():
    subprocess.run("service apache2 stop", shell=True)
    ports = pathlib.Path("/etc/apache2/ports.conf")
    if ports.exists():
        ports.write_text(ports.read_text().replace(f"Listen {LISTEN}", "Listen 80"))


def purge_all():
    """As if nothing of ours had ever been here."""
    run("if command -v sistercityctl >/dev/null; then sistercityctl setup --remove; fi")
    run("rm -f /etc/apache2/conf-*/sistercity-site.conf && dpkg --purge libapache2-mod-sistercity sistercity-tools && rm -rf /var/lib/sistercity /etc/sistercity /var/backups/sistercity /srv/httpd")
