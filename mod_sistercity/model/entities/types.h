/* The rows of .def files by the type of their field: ROW, which the including file defines, gets
 * the member's C type first. entity.h makes the rows members of structs, entity.c rows of tables,
 * of the struct that RECORD names; undefine.h ends it. */
#define SLUG(name, label, flags, help)                                                             \
    ROW(const char *, name, label, SC_TYPE_SLUG, flags, 0, SC_SLUG_LIMIT, NULL, NULL, help)
#define TEXT(name, label, flags, limit, help)                                                      \
    ROW(const char *, name, label, SC_TYPE_TEXT, flags, 0, limit, NULL, NULL, help)
#define MARKDOWN(name, label, flags, limit, help)                                                  \
    ROW(const char *, name, label, SC_TYPE_MARKDOWN, flags, 0, limit, NULL, NULL, help)
#define DATE(name, label, flags, help)                                                             \
    ROW(const char *, name, label, SC_TYPE_DATE, flags, 0, SC_EDTF_LIMIT, NULL, NULL, help)
#define INTEGER(name, label, flags, least, greatest, help)                                         \
    ROW(apr_int64_t, name, label, SC_TYPE_INTEGER, flags, least, greatest, NULL, NULL, help)
#define REAL(name, label, flags, least, greatest, help)                                            \
    ROW(double, name, label, SC_TYPE_REAL, flags, least, greatest, NULL, NULL, help)
#define BOOLEAN(name, label, flags, help)                                                          \
    ROW(apr_int64_t, name, label, SC_TYPE_BOOLEAN, flags, 0, 1, NULL, NULL, help)
#define WORD(name, label, flags, vocabulary, help)                                                 \
    ROW(const char *, name, label, SC_TYPE_WORD, flags, 0, 40, &vocabulary, NULL, help)
#define WORDS(name, label, flags, vocabulary, help)                                                \
    ROW(apr_array_header_t *, name, label, SC_TYPE_WORDS, flags, 0, 40, &vocabulary, NULL, help)
#define URL(name, label, flags, help)                                                              \
    ROW(const char *, name, label, SC_TYPE_URL, flags, 0, 2000, NULL, NULL, help)
#define COUNTRY(name, label, flags, help)                                                          \
    ROW(const char *, name, label, SC_TYPE_COUNTRY, flags, 0, 2, NULL, NULL, help)
#define COUNTRIES(name, label, flags, help)                                                        \
    ROW(apr_array_header_t *, name, label, SC_TYPE_COUNTRIES, flags, 0, 250, NULL, NULL, help)
#define LANGUAGE(name, label, flags, help)                                                         \
    ROW(const char *, name, label, SC_TYPE_LANGUAGE, flags, 0, 35, NULL, NULL, help)
#define LANGUAGES(name, label, flags, help)                                                        \
    ROW(apr_array_header_t *, name, label, SC_TYPE_LANGUAGES, flags, 0, 40, NULL, NULL, help)
#define CURRENCY(name, label, flags, help)                                                         \
    ROW(const char *, name, label, SC_TYPE_CURRENCY, flags, 0, 3, NULL, NULL, help)
#define WIKIDATA(name, label, flags, help)                                                         \
    ROW(const char *, name, label, SC_TYPE_WIKIDATA, flags, 0, 20, NULL, NULL, help)
#define REFERENCE(name, label, flags, target, help)                                                \
    ROW(const char *, name, label, SC_TYPE_REFERENCE, flags, 0, SC_SLUG_LIMIT, NULL, &target, help)
#define REFERENCES(name, label, flags, target, help)                                               \
    ROW(apr_array_header_t *, name, label, SC_TYPE_REFERENCES, flags, 0, 1000, NULL, &target, help)
#define PARTS(name, label, flags, target, limit, help)                                             \
    ROW(apr_array_header_t *, name, label, SC_TYPE_PARTS, flags, 0, limit, NULL, &target, help)
