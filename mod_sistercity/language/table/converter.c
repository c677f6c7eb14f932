#include "language/table/converter.h"

#include <apr_time.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK ((apr_size_t)1 << 16)

/** What comes back. */
typedef struct output_t {
    char *bytes; /* of malloc(): it grows to many megabytes, and moves */
    apr_size_t length, size;
} output_t;

static apr_status_t release(void *baton)
{
    free(((output_t *)baton)->bytes);
    return APR_SUCCESS;
}

/* @return a file without a name, to be read from its beginning; NULL with errno */
static FILE *file_of(const char *bytes, apr_size_t length)
{
    FILE *file = tmpfile();

    if (file && (fwrite(bytes, 1, length, file) != length || fflush(file) != 0 ||
                 lseek(fileno(file), 0, SEEK_SET) != 0)) {
        int why = errno;

        fclose(file);
        file = NULL;
        errno = why;
    }
    return file;
}

/* httpd's threads block most signals, and a program would inherit that. */
static int spawn(pid_t *process, const char *const *arguments, int input, int output)
{
    char *environment[] = {NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    sigset_t none;

    sigemptyset(&none);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    int failed = posix_spawn(process, arguments[0], &files, &attributes, (char *const *)arguments,
                             environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    return failed;
}

static apr_status_t make_room(output_t *output)
{
    char *bytes;

    if (output->size - output->length > CHUNK) {
        return APR_SUCCESS;
    }
    bytes = realloc(output->bytes, output->size * 2 + 2 * CHUNK);
    if (!bytes) {
        return APR_ENOMEM;
    }
    output->bytes = bytes;
    output->size = output->size * 2 + 2 * CHUNK;
    return APR_SUCCESS;
}

static apr_status_t read_all(const converter_t *converter, int pipe, output_t *output)
{
    apr_time_t end = apr_time_now() + apr_time_from_sec(converter->seconds);
    ssize_t count = 1;

    while (count != 0) {
        struct pollfd wait = {pipe, POLLIN, 0};
        apr_time_t left = end - apr_time_now();
        int ready = left > 0 ? poll(&wait, 1, (int)apr_time_as_msec(left) + 1) : 0;

        if (ready == 0) {
            return APR_TIMEUP;
        }
        if (make_room(output) != APR_SUCCESS) {
            return APR_ENOMEM;
        }
        count = ready > 0 ? read(pipe, output->bytes + output->length, CHUNK) : -1;
        if (count < 0 && errno != EINTR) {
            return errno;
        }
        output->length += count > 0 ? (apr_size_t)count : 0;
        if (output->length > converter->output_limit) {
            return APR_ENOSPC;
        }
    }
    output->bytes[output->length] = '\0';
    return APR_SUCCESS;
}

/* Whoever has said all has nothing more to do, and whoever has not is not waited for. */
static void end(pid_t process)
{
    kill(process, SIGKILL);
    while (waitpid(process, NULL, 0) < 0 && errno == EINTR) {
    }
}

static apr_status_t run(const converter_t *converter, int input, output_t *output)
{
    int ends[2];
    pid_t process;

    if (pipe2(ends, O_CLOEXEC) != 0) {
        return errno;
    }
    apr_status_t rv = spawn(&process, converter->arguments, input, ends[1]);
    close(ends[1]);
    if (rv == APR_SUCCESS) {
        rv = read_all(converter, ends[0], output);
        end(process);
    }
    close(ends[0]);
    return rv;
}

apr_status_t converter_run(const converter_t *converter, const char *bytes, apr_size_t length,
                           apr_pool_t *pool, const char **output, apr_size_t *output_length)
{
    output_t *all = apr_pcalloc(pool, sizeof(*all));
    FILE *input = file_of(bytes, length);

    if (!input) {
        return errno;
    }
    apr_pool_cleanup_register(pool, all, release, apr_pool_cleanup_null);
    apr_status_t rv = run(converter, fileno(input), all);
    fclose(input);
    *output = all->bytes;
    *output_length = all->length;
    return rv;
}
