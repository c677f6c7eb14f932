/**
 * @file country.h
 * @brief Country codes.
 */
#ifndef SC_MODEL_COUNTRY_H
#define SC_MODEL_COUNTRY_H

/** Whether the text is an officially assigned alpha-2 code of ISO 3166-1, in upper case; or XK,
 * which that standard leaves to its users and which all the world uses for Kosovo. */
int sc_country_is_known(const char *code);

#endif
