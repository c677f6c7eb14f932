"""What clang says of sources."""

import collections
import pathlib
import re
import subprocess
import tempfile

from . import paths

LIBRARIES = ["apr-1", "apr-util-1", "icu-i18n", "jansson", "libcmark", "libcrypto"]
# In a header that was read before, a macro of APR's is no longer known as a system's.
OF_APR = "-Wno-null-pointer-subtraction"


def complaints(files, source, *flags):
    """What it warns about in the files; `source` is where their own headers are."""
    libraries = subprocess.run(["pkg-config", "--cflags", *LIBRARIES], capture_output=True, text=True, check=True).stdout.split()
    command = ["clang", "-std=gnu11", *flags, "-Werror", OF_APR, f"-I{source}", f"-I{paths.BUILD}/generated", f"-I{paths.apxs('INCLUDEDIR')}", *libraries]
    # What a pragma allows is complained about all the same after headers that were read before.
    apart = [file for file in files if "#pragma GCC diagnostic" in file.read_text(encoding="utf-8")]
    with tempfile.TemporaryDirectory() as directory:
        header = pathlib.Path(directory, "common.h")
        header.write_text(common_includes(files), encoding="utf-8")
        said = run(*command, "-x", "c-header", header, "-o", f"{header}.pch")
        return said or check(command, apart) + check([*command, "-include-pch", f"{header}.pch"], [file for file in files if file not in apart])


def check(command, files):
    """The driver would start, for a tenth of a second, one compiler for each file that it is given itself."""
    return run(*command, "-fsyntax-only", *files[:1], *(word for file in files[1:] for word in ("-Xclang", file))) if files else ""


def common_includes(files):
    """What many of the files include, of libraries and of the lowest room, is read once for all of them: that is most of the time."""
    count = collections.Counter(line for file in files for line in re.findall('^#include (?:<|"model/).*', file.read_text(encoding="utf-8"), re.M))
    return "\n".join(line for line, number in count.items() if number > len(files) // 8)


def run(*command):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert done.returncode == 0 or done.stderr
    return done.stderr
