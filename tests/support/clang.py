"""What clang says of sources."""

import subprocess

from . import paths

LIBRARIES = ["apr-1", "apr-util-1", "icu-i18n", "jansson", "libcmark", "libcrypto"]


def complaints(files, source, *flags):
    """What it warns about in the files; `source` is where their own headers are."""
    libraries = subprocess.run(["pkg-config", "--cflags", *LIBRARIES], capture_output=True, text=True, check=True).stdout.split()
    first, *others = map(str, files)
    # The driver would start, for a tenth of a second, one compiler for each file that it is given itself.
    others = [word for file in others for word in ("-Xclang", file)]
    done = subprocess.run(
        ["clang", "-std=gnu11", "-fsyntax-only", *flags, "-Werror", f"-I{source}", f"-I{paths.BUILD}/generated",
         f"-I{paths.apxs('INCLUDEDIR')}", *libraries, first, *others],
        capture_output=True, text=True,
    )
    assert done.returncode == 0 or done.stderr
    return done.stderr
