#include "language/reading/date.h"

#include "language/locale.h"
#include "model/array.h"
#include "model/text/edtf.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

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
    static const char *const units[] = {
        "年",     "月",   "日",   "년",     "월",    "일",    "m",      "d",     "st",    "nd",
        "rd",     "th",   "of",   "de",     "del",   "the",   "on",     "in",    "da",    "do",
        "di",     "dell", "il",   "el",     "le",    "la",    "les",    "al",    "am",    "vom",
        "im",     "seit", "den",  "der",    "dem",   "dne",   "dnia",   "w",     "o",     "a",
        "er",     "e",    "metų", "metais", "metai", "diena", "dieną",  "г",     "р",     "года",
        "году",   "год",  "року", "рік",    "го",    "й",     "r",      "roku",  "rok",   "god",
        "godine", "g",    "gada", "gads",   "aasta", "év",    "i",      "án",    "én",    "yılı",
        "ปี",      "วันที่",  "พ",    "ศ",      "ค",     "an",    "anul",   "året",  "år",    "西暦",
        "西元",   "公元", "م",    "mėn",    "v",     "u",     "у",      "в",     "tháng", "thg",
        "năm",    "ngày", "في",   "since",  "nuo",   "od",    "depuis", "desde", "dal",   "kopš",
        "с",      "з",    "від",  "منذ",    "عام",   "سنة",   "自",     "起",    "から",  "より",
        "부터"};

    for (apr_size_t i = 0; i < SC_LENGTH(units); i++) {
        if (strcmp(word, units[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* A month as a Roman number; 0 if it is none. */
static int roman_month(const char *word)
{
    static const char *const months[] = {"I",   "II",   "III", "IV", "V",  "VI",
                                         "VII", "VIII", "IX",  "X",  "XI", "XII"};

    for (int i = 0; i < 12; i++) {
        if (strcmp(months[i], word) == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* Units that stand without a space before what follows: 17日土曜日. @return its length, or 0 */
static apr_size_t unit_before(const char *word)
{
    static const char *const units[] = {"年", "月", "日", "년", "월", "일"};

    for (apr_size_t i = 0; i < SC_LENGTH(units); i++) {
        if (strncmp(word, units[i], strlen(units[i])) == 0) {
            return strlen(units[i]);
        }
    }
    return 0;
}

/* Where one more word ends, behind a point, a hyphen or a space: "พ.ค.", "sexta-feira"; NULL if
 * none follows. */
static const char *next_word(const char *end)
{
    end += *end == '.' || *end == '-';
    end += *end == ' ';
    if (!is_letter(*end)) {
        return NULL;
    }
    while (is_letter(*end)) {
        end++;
    }
    return end;
}

/* What is written as one word with a month, and with a weekday. */
#define IN_HEBREW "ב"
#define THAT_IN_THAI "ที่"

/* The month or weekday of the longest name that begins here.
 * @param end where the first word ends; then where the name does */
static int take_name(sc_foreign_t *foreign, const char *text, const char **end, apr_pool_t *pool)
{
    const char *first = apr_pstrmemdup(pool, text, (apr_size_t)(*end - text));
    const char *second = next_word(*end), *that;
    int month = SC_MONTH_NONE;

    if (second) {
        month = sc_foreign_month(foreign, apr_pstrmemdup(pool, text, (apr_size_t)(second - text)));
    }
    if (month != SC_MONTH_NONE) {
        *end = second;
        return month;
    }
    month = is_unit(first) ? SC_MONTH_NONE : sc_foreign_month(foreign, first);
    if (month == SC_MONTH_NONE && strncmp(first, IN_HEBREW, strlen(IN_HEBREW)) == 0) {
        return sc_foreign_month(foreign, first + strlen(IN_HEBREW));
    }
    that = strstr(first, THAT_IN_THAI);
    return month == SC_MONTH_NONE && that && !that[strlen(THAT_IN_THAI)]
               ? sc_foreign_month(foreign, apr_pstrmemdup(pool, first, (apr_size_t)(that - first)))
               : month;
}

/* Takes the next number or name. @return where it ends; NULL if it cannot be part of a date */
static const char *take_piece(sc_foreign_t *foreign, const char *text, piece_t *piece, int *count,
                              apr_pool_t *pool)
{
    const char *end = text, *first;

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
    first = end;
    const char *word = apr_pstrmemdup(pool, text, (apr_size_t)(end - text));
    piece->value = roman_month(word);
    piece->value = piece->value ? piece->value : take_name(foreign, text, &end, pool);
    if (piece->value > 0) {
        piece->is_month = 1;
        (*count)++;
        return end;
    }
    if (piece->value == SC_MONTH_WEEKDAY) {
        return end;
    }
    return is_unit(word) ? first : unit_before(word) ? text + unit_before(word) : NULL;
}

/* @return how many pieces there are; 0 if the text is no date */
static int take_pieces(sc_foreign_t *foreign, const char *text, piece_t *pieces, apr_pool_t *pool)
{
    int count = 0;

    while (*text) {
        piece_t piece;
        int before = count;

        if (!apr_isdigit(*text) && !is_letter(*text)) {
            /* "–1985" is until 1985, and a day before a workbook's first is a number below 0. */
            if (!strchr(" .,-/", *text) || (*text == '-' && count == 0)) {
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
} eras[] = {{"令和", 2018}, {"平成", 1988}, {"昭和", 1925},     {"大正", 1911}, {"明治", 1867},
            {"民國", 1911}, {"民国", 1911}, {"中華民國", 1911}, {"令", 2018},   {"平", 1988},
            {"昭", 1925},   {"R", 2018},    {"H", 1988},        {"S", 1925},    {"中華民国", 1911}};

/* The text with its year counted as everywhere else; the same if it names no era. */
static const char *without_era(const char *text, apr_pool_t *pool)
{
    for (apr_size_t i = 0; i < SC_LENGTH(eras); i++) {
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
        if (rest > year && rest - year <= 3) {
            return apr_psprintf(pool, "%04d%s", eras[i].before + atoi(year), rest);
        }
    }
    return text;
}

/* Dates in Thai count from the Buddha, 543 years more. */
static void count_from_christ(const char *text, piece_t *pieces, int count)
{
    enum { BUDDHA = 543, LEAST = 2400 };
    int is_thai = strstr(text, "\xE0\xB8") || strstr(text, "\xE0\xB9");

    for (int i = 0; is_thai && i < count; i++) {
        pieces[i].value -= pieces[i].value >= LEAST ? BUDDHA : 0;
    }
}

static const char *compose(const piece_t *year, const piece_t *month, const piece_t *day,
                           apr_pool_t *pool)
{
    sc_date_t date;

    if (year->digits != 4 || (month && !month->is_month && month->digits > 2) ||
        (day && (day->digits > 2 || day->is_month))) {
        return NULL;
    }
    const char *text =
        !month ? apr_psprintf(pool, "%04d", year->value)
        : day  ? apr_psprintf(pool, "%04d-%02d-%02d", year->value, month->value, day->value)
               : apr_psprintf(pool, "%04d-%02d", year->value, month->value);
    return sc_edtf_parse(text, &date) == APR_SUCCESS ? text : NULL;
}

/* Day, month and year in the order that was said, unless a name or a year in front tells it. */
static const char *compose_day(const piece_t *pieces, sc_reading_e order, apr_pool_t *pool)
{
    if (pieces[0].digits == 4) {
        return pieces[2].is_month ? compose(&pieces[0], &pieces[2], &pieces[1], pool)
                                  : compose(&pieces[0], &pieces[1], &pieces[2], pool);
    }
    if (pieces[0].is_month) {
        return compose(&pieces[2], &pieces[0], &pieces[1], pool);
    }
    if (pieces[1].is_month || order == SC_READ_DAY_FIRST) {
        return compose(&pieces[2], &pieces[1], &pieces[0], pool);
    }
    return order == SC_READ_MONTH_FIRST ? compose(&pieces[2], &pieces[0], &pieces[1], pool) : NULL;
}

/* A year, month and day without marks between them, and the day of a time. */
static const char *read_digits(const char *text, apr_pool_t *pool)
{
    const char *rest = text + strspn(text, "0123456789-.");
    sc_date_t date;
    const char *day;

    if (rest - text == 8 && !*rest) {
        day = apr_psprintf(pool, "%.4s-%.2s-%.2s", text, text + 4, text + 6);
    }
    else if (rest - text == 10 && (*rest == 'T' || *rest == ' ') && apr_isdigit(rest[1]) &&
             strspn(rest + 1, "0123456789:.+-Z") == strlen(rest + 1) && strchr(rest, ':')) {
        day = apr_pstrmemdup(pool, text, 10);
    }
    else {
        return text;
    }
    return rest - text == 10 || sc_edtf_parse(day, &date) == APR_SUCCESS ? day : text;
}

/* The years of a decade: 1980s, 1980er, 1980年代. NULL if it is none. */
static const char *read_decade(const char *text, apr_pool_t *pool)
{
    static const char *const ends[] = {"s",    "'s",     "’s",    "er",    "er jahre",
                                       "年代", "年代頃", "년대",  "-ieji", "-aisiais",
                                       "-е",   "-х",     "-talet"};

    text += strncmp(text, "the ", 4) == 0 ? 4 : 0;
    if (strspn(text, "0123456789") != 4 || text[3] != '0' || text[2] == '0') {
        return NULL; /* of 1900s nobody knows whether it is ten years or a hundred */
    }
    for (apr_size_t i = 0; i < SC_LENGTH(ends); i++) {
        if (strcasecmp(text + 4, ends[i]) == 0) {
            return apr_psprintf(pool, "%.3sX", text);
        }
    }
    return NULL;
}

/* What is behind a word that says "about", or before one; NULL if there is none. */
static const char *without_about(const char *text, apr_pool_t *pool)
{
    static const char *const words[] = {"c.",     "ca.",     "ca ",       "circa ",
                                        "about ", "around ", "approx. ",  "approximately ",
                                        "um ",    "etwa ",   "vers ",     "environ ",
                                        "apie ",  "hacia ",  "około ",    "ok. ",
                                        "около ", "біля ",   "cerca de ", "por volta de ",
                                        "kolem ", "okolo ",  "約",        "约",
                                        "약 ",    "~"};
    static const char *const ends[] = {"頃", "ごろ", "ころ", "左右", "경", " (ca.)", " (approx.)"};
    apr_size_t length = strlen(text);

    for (apr_size_t i = 0; i < SC_LENGTH(words); i++) {
        if (strncasecmp(text, words[i], strlen(words[i])) == 0) {
            text += strlen(words[i]);
            return text + strspn(text, " ");
        }
    }
    for (apr_size_t i = 0; i < SC_LENGTH(ends); i++) {
        apr_size_t size = strlen(ends[i]);

        if (length > size && strcmp(text + length - size, ends[i]) == 0) {
            return apr_pstrmemdup(pool, text, length - size);
        }
    }
    return NULL;
}

/* The value of a Han digit; 10 of 十, -1 if it is none. */
static int han_digit(UChar letter)
{
    static const UChar digits[] = u"〇一二三四五六七八九十";
    const UChar *found = u_strchr(digits, letter);

    return letter == u'零' ? 0 : found && letter ? (int)(found - digits) : -1;
}

/* Appends a number that is written in Han digits before 年, 月 or 日.
 * @return how many letters it has; 0 if there is none */
static int32_t take_han_number(const UChar *text, int32_t length, char *number, apr_size_t size)
{
    int value = 0, digit, last = -1;
    int32_t i;

    for (i = 0; i < length && i < 4 && (digit = han_digit(text[i])) >= 0; i++) {
        value = digit < 10  ? (last == 10 ? value + digit : value * 10 + digit)
                : last >= 0 ? value * 10
                            : 10;
        last = digit;
    }
    if (i == 0 || i == length || !u_strchr(u"年月日", text[i])) {
        return 0;
    }
    apr_snprintf(number, size, "%d", value);
    return i;
}

/* The text with its digits, spaces and marks as ASCII has them. */
static const char *plain_of(const char *text, apr_pool_t *pool)
{
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFKCInstance(&error);
    int32_t length, size, taken, end = 0;
    const UChar *written = sc_utf16_from(text, &length, pool);
    UChar *normal = apr_palloc(pool, (apr_size_t)(length * 4 + 16) * sizeof(*normal)), *plain;
    char number[16];

    size = unorm2_normalize(normalizer, written, length, normal, length * 4 + 16, &error);
    if (U_FAILURE(error)) {
        return text;
    }
    /* No letter becomes more than two: 十 is 10. */
    plain = apr_palloc(pool, (apr_size_t)(size * 2 + 1) * sizeof(*plain));
    for (int32_t i = 0; i < size; i += taken) {
        int32_t digit = u_charDigitValue(normal[i]);

        taken = take_han_number(normal + i, size - i, number, sizeof(number));
        for (int32_t j = 0; taken && number[j]; j++) {
            plain[end++] = (UChar)number[j];
        }
        if (!taken) {
            plain[end] = digit >= 0 ? (UChar)('0' + digit) : normal[i];
            plain[end] = plain[end] == 0x2013 || plain[end] == 0x2212 ? '-' : plain[end];
            end++;
            taken = 1;
        }
    }
    return sc_utf8_from(plain, end, pool);
}

static const char *read_pieces(sc_foreign_t *foreign, const char *text, sc_reading_e order,
                               apr_pool_t *pool)
{
    piece_t pieces[PIECES_MOST];
    int count = take_pieces(foreign, without_era(text, pool), pieces, pool);

    count_from_christ(text, pieces, count);
    switch (count) {
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

/* A date with something in parentheses that says the same year in another way, or the weekday:
 * 昭和60年(1985年)5月3日, 2024年11月25日(月). NULL if it says anything else. */
static const char *read_with_aside(sc_foreign_t *foreign, const char *text, sc_reading_e order,
                                   apr_pool_t *pool)
{
    static const char weekdays[] = "日月火水木金土";
    const char *opens = strchr(text, '('), *closes = opens ? strchr(opens, ')') : NULL;
    const char *aside, *date, *year;

    if (!closes) {
        return read_pieces(foreign, text, order, pool);
    }
    aside = apr_pstrmemdup(pool, opens + 1, (apr_size_t)(closes - opens - 1));
    text = apr_pstrcat(pool, apr_pstrmemdup(pool, text, (apr_size_t)(opens - text)), " ",
                       closes + 1, NULL);
    date = read_pieces(foreign, text, order, pool);
    if ((strlen(aside) == strlen("日") && strstr(weekdays, aside)) ||
        sc_foreign_month(foreign, aside) == SC_MONTH_WEEKDAY) {
        return date;
    }
    year = read_pieces(foreign, aside, order, pool);
    return date && year && strlen(year) == 4 && strncmp(date, year, 4) == 0 ? date : NULL;
}

/* A year with a point and a single 1 is January, or October in a spreadsheet's number: 1990.10 is
 * kept there as 1990.1. */
static int is_shortened_number(const char *text)
{
    return strlen(text) == 6 && strspn(text, "0123456789") == 4 && strcmp(text + 4, ".1") == 0;
}

const char *sc_read_date(sc_foreign_t *foreign, const char *text, sc_reading_e order,
                         apr_pool_t *pool)
{
    const char *about, *date;
    sc_date_t parsed;

    if (sc_edtf_parse(text, &parsed) == APR_SUCCESS) {
        return text;
    }
    text = plain_of(text, pool);
    if (is_shortened_number(text)) {
        return NULL;
    }
    about = without_about(text, pool);
    text = read_digits(about ? about : text, pool);
    date = read_decade(text, pool);
    if (!date) {
        date = sc_edtf_parse(text, &parsed) == APR_SUCCESS
                   ? text
                   : read_with_aside(foreign, text, order, pool);
    }
    return date && about && !strpbrk(date, "~?%/") ? apr_pstrcat(pool, date, "~", NULL) : date;
}

const char *sc_read_date_in(sc_foreign_t *foreign, const char *language, const char *text,
                            apr_pool_t *pool)
{
    const char *spoken = sc_foreign_speak(foreign, language);
    const char *date = sc_read_date(foreign, text, SC_READ_DAY_FIRST, pool);

    sc_foreign_speak(foreign, spoken);
    return date;
}

/* Adds a language if a date is read in it. */
static void add_language(sc_foreign_t *foreign, const char *text, const char *language,
                         apr_array_header_t *languages)
{
    for (int i = 0; i < languages->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(languages, i, const char *), language) == 0) {
            return;
        }
    }
    if (sc_read_date_in(foreign, language, text, languages->pool)) {
        APR_ARRAY_PUSH(languages, const char *) = language;
    }
}

const apr_array_header_t *sc_date_languages(sc_foreign_t *foreign, const char *text,
                                            apr_pool_t *pool)
{
    apr_array_header_t *languages = apr_array_make(pool, 2, sizeof(const char *));
    apr_array_header_t *known = apr_array_make(pool, 2, sizeof(const char *));
    const char *end, *plain = plain_of(text, pool);

    for (; *plain; plain = end) {
        end = plain + 1;
        if (is_letter(*plain)) {
            while (is_letter(*end)) {
                end++;
            }
            const char *word = apr_pstrmemdup(pool, plain, (apr_size_t)(end - plain));
            if (sc_foreign_month(foreign, word) == SC_MONTH_DISPUTED) {
                sc_foreign_month_languages(foreign, word, known);
            }
        }
    }
    for (int i = 0; i < known->nelts; i++) {
        add_language(foreign, text, APR_ARRAY_IDX(known, i, const char *), languages);
    }
    return languages;
}
