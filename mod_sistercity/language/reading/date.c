#include "language/reading/date.h"

#include "model/text/edtf.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* A day, a month and a year, however they are written. */
#define PIECES_MOST 3

/** A number of the date, or the name of its month. */
typedef struct piece_t {
    int value;
    int digits;   /* 0: a name */
    int is_month; /* it was a name */
} piece_t;

static int is_letter(char byte)
{
    return apr_isalpha(byte) || (byte & 0x80) != 0;
}

/* Words that stand beside the parts of a date and say nothing. */
static int is_unit(const char *word)
{
    static const char *const units[] = {"年", "月", "日", "년", "월", "일", "m",  "d",
                                        "st", "nd", "rd", "th", "of", "de", "del"};

    for (apr_size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (strcmp(word, units[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Takes the next number or name. @return where it ends; NULL if it cannot be part of a date */
static const char *take_piece(sc_foreign_t *foreign, const char *text, piece_t *piece, int *count,
                              apr_pool_t *pool)
{
    const char *end = text;
    const char *word;

    *piece = (piece_t){0, 0, 0};
    if (apr_isdigit(*text)) {
        for (; apr_isdigit(*end); end++) {
            piece->value = piece->value < 10000 ? piece->value * 10 + (*end - '0') : piece->value;
            piece->digits++;
        }
        (*count)++;
        return end;
    }
    while (is_letter(*end)) {
        end++;
    }
    word = apr_pstrmemdup(pool, text, (apr_size_t)(end - text));
    if (is_unit(word)) {
        return end;
    }
    piece->value = sc_foreign_month(foreign, word);
    piece->is_month = 1;
    (*count)++;
    return piece->value ? end : NULL;
}

/* @return how many pieces there are; 0 if the text is no date */
static int take_pieces(sc_foreign_t *foreign, const char *text, piece_t *pieces, apr_pool_t *pool)
{
    int count = 0;

    while (*text) {
        piece_t piece;
        int before = count;

        if (!apr_isdigit(*text) && !is_letter(*text)) {
            if (!strchr(" .,-/", *text)) {
                return 0;
            }
            text++;
            continue;
        }
        text = take_piece(foreign, text, &piece, &count, pool);
        if (!text || count > PIECES_MOST) {
            return 0;
        }
        if (count > before) {
            pieces[before] = piece;
        }
    }
    return count;
}

/* Years that are counted from elsewhere, and the year before their first. */
static const struct {
    const char *name;
    int before;
} eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925}, {"大正", 1911},
            {"明治", 1867}, {"民國", 1911}, {"民国", 1911}};

/* The text with its year counted as everywhere else; the same if it names no era. */
static const char *without_era(const char *text, apr_pool_t *pool)
{
    for (apr_size_t i = 0; i < sizeof(eras) / sizeof(eras[0]); i++) {
        apr_size_t length = strlen(eras[i].name);
        const char *year = text + length, *rest;

        if (strncmp(text, eras[i].name, length) != 0) {
            continue;
        }
        year += strspn(year, " ");
        if (strncmp(year, "元", strlen("元")) == 0) {
            return apr_psprintf(pool, "%04d%s", eras[i].before + 1, year + strlen("元"));
        }
        rest = year + strspn(year, "0123456789");
        return rest > year && rest - year <= 3
                   ? apr_psprintf(pool, "%04d%s", eras[i].before + atoi(year), rest)
                   : text;
    }
    return text;
}

static const char *compose(const piece_t *year, const piece_t *month, const piece_t *day,
                           apr_pool_t *pool)
{
    const char *text;
    sc_date_t date;

    if (year->digits != 4 || (month && !month->is_month && month->digits > 2) ||
        (day && (day->digits > 2 || day->is_month))) {
        return NULL;
    }
    text = !month ? apr_psprintf(pool, "%04d", year->value)
           : day  ? apr_psprintf(pool, "%04d-%02d-%02d", year->value, month->value, day->value)
                  : apr_psprintf(pool, "%04d-%02d", year->value, month->value);
    return sc_edtf_parse(text, &date) == APR_SUCCESS ? text : NULL;
}

/* Day, month and year in the order that was said, unless a name or a year in front tells it. */
static const char *compose_day(const piece_t *pieces, sc_reading_e order, apr_pool_t *pool)
{
    if (pieces[0].digits == 4) {
        return compose(&pieces[0], &pieces[1], &pieces[2], pool);
    }
    if (pieces[0].is_month) {
        return compose(&pieces[2], &pieces[0], &pieces[1], pool);
    }
    if (pieces[1].is_month || order == SC_READ_DAY_FIRST) {
        return compose(&pieces[2], &pieces[1], &pieces[0], pool);
    }
    return order == SC_READ_MONTH_FIRST ? compose(&pieces[2], &pieces[0], &pieces[1], pool) : NULL;
}

const char *sc_read_date(sc_foreign_t *foreign, const char *text, sc_reading_e order,
                         apr_pool_t *pool)
{
    piece_t pieces[PIECES_MOST];
    sc_date_t date;

    if (sc_edtf_parse(text, &date) == APR_SUCCESS) {
        return text;
    }
    switch (take_pieces(foreign, without_era(text, pool), pieces, pool)) {
    case 1:
        return compose(&pieces[0], NULL, NULL, pool);
    case 2:
        return pieces[0].digits == 4 ? compose(&pieces[0], &pieces[1], NULL, pool)
                                     : compose(&pieces[1], &pieces[0], NULL, pool);
    case 3:
        return compose_day(pieces, order, pool);
    default:
        return NULL;
    }
}
