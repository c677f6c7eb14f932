#include "httpd/form/import_reading.h"

#include <string.h>

const char *import_said(const import_reading_t *reading, const char *name)
{
    return reading->is_other_table && strchr(name, '[')
               ? NULL
               : apr_hash_get(reading->choices, name, APR_HASH_KEY_STRING);
}

apr_array_header_t *import_options(const import_reading_t *reading)
{
    return apr_array_make(reading->pool, 8, sizeof(sc_import_option_t));
}

void import_offer(const import_reading_t *reading, apr_array_header_t *options, const char *value,
                  const char *label)
{
    APR_ARRAY_PUSH(options, sc_import_option_t) =
        (sc_import_option_t){value, sc_text(reading->language, label)};
}

apr_array_header_t *import_word_options(const import_reading_t *reading,
                                        const sc_vocabulary_t *vocabulary)
{
    apr_array_header_t *options = import_options(reading);

    import_offer(reading, options, "", N_("as written"));
    for (int i = 0; i < vocabulary->count; i++) {
        const char *word = vocabulary->words[i].word;

        import_offer(reading, options, word, sc_text_word(reading->language, vocabulary, word));
    }
    return options;
}

void import_ask(apr_array_header_t *asked, const char *name, const char *label, const char *help,
                const char *value, const apr_array_header_t *options)
{
    APR_ARRAY_PUSH(asked, sc_import_choice_t) =
        (sc_import_choice_t){name, label, help, value ? value : "", options, 0};
}
