/**
 * @file markup.h
 * @brief What tests of pages look for in them.
 */
#ifndef SC_TESTS_MARKUP_H
#define SC_TESTS_MARKUP_H

#include "sample_view.h"

#include "present/page/pages.h"
#include "present/write/html.h"

/** A text that breaks out of whatever does not escape it. */
#define HOSTILE "<x onclick=\"y\">'&amp;"
#define HOSTILE_ESCAPED "&lt;x onclick=&quot;y&quot;&gt;&#39;&amp;amp;"

static inline const char *page_of(sc_view_t *view, sc_page_fn *page, const void *data)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    page(out, view, data);
    return out->data;
}

static inline void assert_says(const char *page, const char *text)
{
    if (!strstr(page, text)) {
        fail_msg("“%s” is missing in: %s", text, page);
    }
}

static inline void assert_never_says(const char *page, const char *text)
{
    if (strstr(page, text)) {
        fail_msg("“%s” stands in: %s", text, page);
    }
}

static inline int count_of(const char *page, const char *text)
{
    int count = 0;

    while ((page = strstr(page, text)) != NULL) {
        count++;
        page += strlen(text);
    }
    return count;
}

/** Every id stands once, and whatever refers to one by aria-describedby or for finds it. */
static inline void assert_ids_are_whole(apr_pool_t *pool, const char *page)
{
    static const char *const references[] = {" for=\"", " aria-describedby=\"",
                                             " aria-labelledby=\"", " href=\"#", " list=\""};
    const char *at = page;
    size_t i;

    while ((at = strstr(at, " id=\"")) != NULL) {
        const char *attribute = apr_pstrmemdup(pool, at, strcspn(at + 5, "\"") + 6);

        if (count_of(page, attribute) != 1) {
            fail_msg("%s stands more than once in: %s", attribute, page);
        }
        at += 5;
    }
    for (i = 0; i < sizeof(references) / sizeof(references[0]); i++) {
        for (at = page; (at = strstr(at, references[i])) != NULL;) {
            char *last, *ids, *id;

            at += strlen(references[i]);
            ids = apr_pstrmemdup(pool, at, strcspn(at, "\""));
            for (id = apr_strtok(ids, " ", &last); id; id = apr_strtok(NULL, " ", &last)) {
                assert_says(page, apr_pstrcat(pool, " id=\"", id, "\"", NULL));
            }
        }
    }
}

#endif
