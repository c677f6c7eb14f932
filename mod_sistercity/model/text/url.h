/**
 * @file url.h
 * @brief Addresses that may become links.
 */
#ifndef SC_MODEL_URL_H
#define SC_MODEL_URL_H

/** What is wrong with an address. */
typedef enum {
    SC_URL_GOOD,
    SC_URL_NOT_ABSOLUTE, /* does not begin with https:// or http:// and a host */
    SC_URL_BAD_CHARACTER /* has a character that an address must write as %XX */
} sc_url_fault_e;

/**
 * Looks at an address that is well-formed UTF-8: absolute, http or https (in lower case), with a
 * host, without a user or password, and without white space, controls and the ASCII characters that
 * no address has (RFC 3987). Letters beyond ASCII may stand as they are.
 * @param at where the first bad character stands
 */
sc_url_fault_e sc_url_check(const char *text, const char **at);

#endif
