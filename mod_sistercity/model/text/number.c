#include "model/text/notation.h"

#include <apr_strings.h>
#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Days: a hundred years, so that dates keep four digits. */
#define MOST_DAYS 36525

enum { NUMBER_ROOM = 40 };

/* httpd's other modules may set a locale that writes a decimal comma. */
static locale_t enter_c_locale(locale_t *c)
{
    *c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    return uselocale(*c);
}

static void leave_c_locale(locale_t c, locale_t before)
{
    uselocale(before);
    freelocale(c);
}

static const char *skip_digits(const char *text)
{
    while (*text >= '0' && *text <= '9') {
        text++;
    }
    return text;
}

/* The text behind one or more digits; NULL if there is none. */
static const char *need_digits(const char *text)
{
    const char *end = skip_digits(text);

    return end > text ? end : NULL;
}

/* So many digits are never too many for 64 bits. */
enum { SAFE_DIGITS = 18 };

int sc_integer_read(const char *text, apr_int64_t *number)
{
    const char *digits = *text == '-' ? text + 1 : text, *end = need_digits(digits);

    if (!end || *end != '\0') {
        return 0;
    }
    if (end - digits <= SAFE_DIGITS) {
        apr_int64_t size = 0;

        while (digits < end) {
            size = 10 * size + (*digits++ - '0');
        }
        *number = *text == '-' ? -size : size;
        return 1;
    }
    errno = 0;
    *number = apr_strtoi64(text, NULL, 10);
    return errno == 0;
}

static int is_real(const char *text)
{
    const char *at = need_digits(*text == '-' ? text + 1 : text);

    if (at && *at == '.') {
        at = need_digits(at + 1);
    }
    if (at && (*at == 'e' || *at == 'E')) {
        at++;
        at = need_digits(*at == '-' || *at == '+' ? at + 1 : at);
    }
    return at && *at == '\0';
}

/* Powers of ten by which coordinates and areas are whole numbers. */
static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8};
enum { POWERS = sizeof(powers) / sizeof(powers[0]) };

/* Doubles hold whole numbers of this many digits, and tell decimal numbers of this many digits
 * apart: the quotient of such a number by a power of ten is the double nearest to the decimal. */
enum { DIGITS = 15 };

/* Most numbers, without asking for a locale. @return whether it is one of them */
static int read_short(const char *text, double *number)
{
    const char *at = text + (*text == '-'), *point = NULL;
    apr_int64_t digits = 0;
    int count = 0, decimals;

    for (; *at && count <= DIGITS; at++) {
        if (*at == '.' && !point) {
            point = at;
        }
        else if (*at >= '0' && *at <= '9') {
            digits = 10 * digits + (*at - '0');
            count++;
        }
        else {
            return 0;
        }
    }
    decimals = point ? (int)(at - point) - 1 : 0;
    if (count > DIGITS || decimals >= POWERS) {
        return 0;
    }
    *number = (double)(*text == '-' ? -digits : digits) / powers[decimals];
    return 1;
}

/* @param digits of all of the number, the decimals among them
 * @param room of NUMBER_ROOM bytes @return the text at the end of the room */
static const char *write_decimals(char *room, int is_negative, apr_int64_t digits, int decimals)
{
    char *at = room + NUMBER_ROOM - 1;

    *at = '\0';
    for (int written = 0; digits > 0 || written <= decimals; written++) {
        if (written == decimals && decimals > 0) {
            *--at = '.';
        }
        *--at = (char)('0' + digits % 10);
        digits /= 10;
    }
    if (is_negative) {
        *--at = '-';
    }
    return at;
}

/* Likewise. @return the number, if it has few decimals; else NULL */
static const char *write_short(double number, char *room)
{
    for (int decimals = 0; decimals < POWERS && fabs(number) >= 1e-4; decimals++) {
        double whole = nearbyint(number * powers[decimals]);

        if (fabs(whole) < 1e15 && whole / powers[decimals] == number) {
            return write_decimals(room, number < 0, (apr_int64_t)fabs(whole), decimals);
        }
    }
    return NULL;
}

static double read_in_c_locale(const char *text)
{
    locale_t c;
    locale_t before = enter_c_locale(&c);
    double number = strtod(text, NULL);

    leave_c_locale(c, before);
    return number;
}

int sc_real_read(const char *text, double *number)
{
    if (!is_real(text)) {
        return 0;
    }
    if (!read_short(text, number)) {
        *number = read_in_c_locale(text);
    }
    if (*number == 0) {
        *number = 0; /* -0 is 0 */
    }
    return isfinite(*number);
}

const char *sc_real_brief(double number, apr_pool_t *pool)
{
    char room[NUMBER_ROOM];

    return apr_pstrdup(pool, write_short(number, room));
}

const char *sc_real_text(double number, apr_pool_t *pool)
{
    const char *brief = sc_real_brief(number, pool);
    char text[NUMBER_ROOM];
    locale_t c, before;

    if (brief) {
        return brief;
    }
    before = enter_c_locale(&c);
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof(text), "%.*g", digits, number);
        if (strtod(text, NULL) == number) {
            break;
        }
    }
    leave_c_locale(c, before);
    return apr_pstrdup(pool, text);
}

int sc_days_read(const char *text)
{
    static const struct {
        char letter;
        int days;
    } units[] = {{'d', 1}, {'w', 7}, {'m', 30}, {'y', 365}};
    char *end;
    long number = strtol(text, &end, 10);

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (end != text && *end == units[i].letter && end[1] == '\0' && number >= 0 &&
            number <= MOST_DAYS / units[i].days) {
            return (int)number * units[i].days;
        }
    }
    return -1;
}
