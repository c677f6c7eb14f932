#include "language/reading/number.h"

#include "model/array.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#define GROUP 3

/* The mark between two groups that stands here, or NULL. */
static const char *mark_at(const char *text, char group)
{
    /* Space, no-break space, thin and narrow no-break space, apostrophes. */
    static const char *const marks[] = {" ", "\u00A0", "\u2009", "\u202F", "'", "\u2019"};

    if (*text == group) {
        return group == ',' ? "," : ".";
    }
    for (apr_size_t i = 0; i < SC_LENGTH(marks); i++) {
        if (strncmp(text, marks[i], strlen(marks[i])) == 0) {
            return marks[i];
        }
    }
    return NULL;
}

/* Takes digits over. @return how many there were */
static int take_digits(const char **text, char **out)
{
    int count = 0;

    for (; apr_isdigit(**text); (*text)++, count++) {
        *(*out)++ = **text;
    }
    return count;
}

/* Takes the groups behind the first one. @return 0 if one is not whole */
static int take_groups(const char **text, char **out, const char *mark)
{
    while (strncmp(*text, mark, strlen(mark)) == 0) {
        *text += strlen(mark);
        if (take_digits(text, out) != GROUP) {
            return 0;
        }
    }
    return 1;
}

const char *sc_read_number(const char *text, sc_reading_e reading, apr_pool_t *pool)
{
    int is_dotted = reading == SC_READ_DOT_GROUPS;
    char *number = apr_palloc(pool, strlen(text) + 1);
    char *out = number;

    if (*text == '-') {
        *out++ = *text++;
    }
    int count = take_digits(&text, &out);
    const char *mark = mark_at(text, is_dotted ? '.' : ',');
    if (count == 0 || (mark && (count > GROUP || !take_groups(&text, &out, mark)))) {
        return NULL;
    }
    if (*text == (is_dotted ? ',' : '.')) {
        *out++ = '.';
        text++;
        if (take_digits(&text, &out) == 0) {
            return NULL;
        }
    }
    *out = '\0';
    return *text ? NULL : number;
}
