/**
 * @file slug.h
 * @brief The stable address names of items.
 *
 * A slug is one to 120 of a-z, 0-9 and single hyphens, with a letter or digit at both ends. Slugs
 * hold no slash: httpd refuses %2F in a path by default.
 */
#ifndef SC_MODEL_SLUG_H
#define SC_MODEL_SLUG_H

#define SC_SLUG_LIMIT 120

/** Whether the text is a slug. */
int sc_slug_is_valid(const char *text);

#endif
