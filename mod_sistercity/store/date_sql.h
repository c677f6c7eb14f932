/**
 * @file date_sql.h
 * @brief Partial dates (model/edtf.h) in SQL, as texts that compare as the days they can mean.
 *
 * Private to store. Qualifiers are dropped and unspecified digits filled; a year or month stands
 * for all its days, as it is a prefix of each of them and `~` sorts behind every character of a
 * date.
 */
#ifndef SC_STORE_DATE_SQL_H
#define SC_STORE_DATE_SQL_H

/** The date without its qualifier. */
#define SC_SQL_BARE(date) "RTRIM(" date ", '?~%')"

/** Not greater than the first day that the date can mean, and greater than the day before it. */
#define SC_SQL_FIRST_DAY(date) "REPLACE(" SC_SQL_BARE(date) ", 'X', '0')"

/** Greater than the last day that the date can mean, and less than the day after it. */
#define SC_SQL_AFTER_LAST_DAY(date) "(REPLACE(" SC_SQL_BARE(date) ", 'X', '9') || '~')"

/** Whether two statements of a date agree: they are equal, or one is the other made precise. */
#define SC_SQL_AGREE(one, other)                                                                   \
    "(SUBSTR(" SC_SQL_BARE(one) " || '-', 1, LENGTH(" SC_SQL_BARE(other) ") + 1) = " SC_SQL_BARE(  \
        other) " || '-' OR SUBSTR(" SC_SQL_BARE(other) " || '-', 1, LENGTH(" SC_SQL_BARE(one) ") " \
                                                                                              "+ " \
                                                                                              "1)" \
                                                                                              " =" \
                                                                                              " " SC_SQL_BARE(one) " || '-')"

#endif
