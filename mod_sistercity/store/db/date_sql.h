/**
 * Partial dates (model/text/edtf.h) in SQL, as texts that compare as the days they can mean.
 *
 * Private to store. Qualifiers are dropped and unspecified digits filled; a year or month stands
 * for all its days, as it is a prefix of each of them and `~` sorts behind every character of a
 * date.
 */
#pragma once

/** The date without its qualifier. */
#define SC_SQL_BARE(date) "RTRIM(" date ", '?~%')"

/** Not greater than the first day that the date can mean, and greater than the day before it. */
#define SC_SQL_FIRST_DAY(date) "REPLACE(" SC_SQL_BARE(date) ", 'X', '0')"

/** Greater than the last day that the date can mean, and less than the day after it. */
#define SC_SQL_AFTER_LAST_DAY(date) "(REPLACE(" SC_SQL_BARE(date) ", 'X', '9') || '~')"

/** Whether what holds from one date until another, either of which may be missing, holds on a day,
 * which both `?` are, as far as is known. */
#define SC_SQL_HOLDS_ON(from, until)                                                               \
    "COALESCE(" SC_SQL_FIRST_DAY(from) ", '') <= ? AND COALESCE(" SC_SQL_AFTER_LAST_DAY(           \
        until) ", '~') >= ?"

/* clang-format off */
/** Whether one date begins with the other: it is the other made precise, or equal to it. */
#define SC_SQL_BEGINS_WITH(date, other)                                                            \
    "SUBSTR(" SC_SQL_BARE(date) " || '-', 1, LENGTH(" SC_SQL_BARE(other) ") + 1) = "               \
    SC_SQL_BARE(other) " || '-'"

/** Whether two statements of a date agree: they are equal, or one is the other made precise. */
#define SC_SQL_AGREE(one, other)                                                                   \
    "(" SC_SQL_BEGINS_WITH(one, other) " OR " SC_SQL_BEGINS_WITH(other, one) ")"
/* clang-format on */
