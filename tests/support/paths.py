"""Where things are: the checkout, the build, httpd."""

import functools
import os
import pathlib
import shutil
import subprocess

TOP = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("SISTERCITY_BUILD", TOP / "build")).resolve()
# Sanitizers keep memory that was given back for a while.
IS_SANITIZED = BUILD.name in ("asan", "tsan")
CONF = TOP / "conf"
SAMPLE = TOP / "sql" / "sample"
CTL = pathlib.Path(os.environ.get("SISTERCITYCTL", BUILD / "sistercityctl"))


@functools.cache
def apxs(name):
    """What apxs says about the installed httpd: "sbindir", "libexecdir" …"""
    program = shutil.which("apxs") or shutil.which("apxs2")
    return subprocess.run([program, "-q", name], check=True, capture_output=True, text=True).stdout.strip()


def httpd_program():
    return pathlib.Path(apxs("sbindir")) / apxs("progname")


def is_root():
    return os.geteuid() == 0
