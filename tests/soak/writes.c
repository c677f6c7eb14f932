/* Notes, by LD_PRELOAD, all that a process does to the files below WRITES_OF, in the order in which
 * it is done, at the end of the file WRITES_TO: tests/soak/power.py makes of it what a disk may
 * hold after a power cut. */
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { WRITE = 1, TRUNCATE, SYNC, RENAME, UNLINK };

typedef struct note_t {
    int kind;
    int path_length;
    long long offset; /* or the length that a file is cut to */
    long long length; /* of the bytes that follow the path; RENAME: they are the new path */
} note_t;

static int notes = -1;
static const char *below;

static __attribute__((constructor)) void begin(void)
{
    const char *to = getenv("WRITES_TO");

    below = getenv("WRITES_OF");
    notes = to && below ? open(to, O_WRONLY | O_APPEND | O_CLOEXEC) : -1;
}

static void note(int kind, const char *path, long long offset, const void *bytes, long long length)
{
    note_t head = {kind, (int)strlen(path), offset, length};
    struct iovec parts[] = {{&head, sizeof(head)},
                            {(void *)path, strlen(path)},
                            {(void *)bytes, bytes ? (size_t)length : 0}};

    if (writev(notes, parts, 3) < 0) {
        abort();
    }
}

static int is_watched(const char *path)
{
    return notes >= 0 && strncmp(path, below, strlen(below)) == 0;
}

static int path_of(int file, char *path)
{
    char link[64];
    ssize_t length;

    if (notes < 0) {
        return 0;
    }
    snprintf(link, sizeof(link), "/proc/self/fd/%d", file);
    length = readlink(link, path, PATH_MAX - 1);
    path[length > 0 ? length : 0] = '\0';
    return is_watched(path);
}

ssize_t pwrite(int file, const void *bytes, size_t length, off_t offset)
{
    char path[PATH_MAX];
    ssize_t done = REAL(pwrite)(file, bytes, length, offset);

    if (done > 0 && path_of(file, path)) {
        note(WRITE, path, offset, bytes, done);
    }
    return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t offset)
{
    return pwrite(file, bytes, length, offset);
}

ssize_t write(int file, const void *bytes, size_t length)
{
    char path[PATH_MAX];
    int watched = path_of(file, path);
    off_t offset = watched ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t done = REAL(write)(file, bytes, length);

    if (done > 0 && watched) {
        note(WRITE, path, offset, bytes, done);
    }
    return done;
}

int ftruncate(int file, off_t length)
{
    char path[PATH_MAX];
    int rv = REAL(ftruncate)(file, length);

    if (rv == 0 && path_of(file, path)) {
        note(TRUNCATE, path, length, NULL, 0);
    }
    return rv;
}

int ftruncate64(int file, off64_t length)
{
    return ftruncate(file, length);
}

/* What is written while the disk is at it is not covered: the note comes first. */
static void note_sync(int file)
{
    char path[PATH_MAX];

    if (path_of(file, path)) {
        note(SYNC, path, 0, NULL, 0);
    }
}

int fsync(int file)
{
    note_sync(file);
    return 0;
}

int fdatasync(int file)
{
    note_sync(file);
    return 0;
}

int rename(const char *from, const char *to)
{
    int rv = REAL(rename)(from, to);

    if (rv == 0 && is_watched(to)) {
        note(RENAME, from, 0, to, (long long)strlen(to));
    }
    return rv;
}

int unlink(const char *path)
{
    int rv = REAL(unlink)(path);

    if (rv == 0 && is_watched(path)) {
        note(UNLINK, path, 0, NULL, 0);
    }
    return rv;
}
