/* Makes the rows of a .def file members of a struct; included by entity.h alone. */
#define SLUG(name, label, flags, help) const char *name;
#define TEXT(name, label, flags, limit, help) const char *name;
#define MARKDOWN(name, label, flags, limit, help) const char *name;
#define DATE(name, label, flags, help) const char *name;
#define INTEGER(name, label, flags, least, greatest, help) apr_int64_t name;
#define REAL(name, label, flags, least, greatest, help) double name;
#define BOOLEAN(name, label, flags, help) apr_int64_t name;
#define WORD(name, label, flags, vocabulary, help) const char *name;
#define WORDS(name, label, flags, vocabulary, help) apr_array_header_t *name;
#define URL(name, label, flags, help) const char *name;
#define COUNTRY(name, label, flags, help) const char *name;
#define LANGUAGE(name, label, flags, help) const char *name;
#define LANGUAGES(name, label, flags, help) apr_array_header_t *name;
#define CURRENCY(name, label, flags, help) const char *name;
#define WIKIDATA(name, label, flags, help) const char *name;
#define REFERENCE(name, label, flags, target, help) const char *name;
#define REFERENCES(name, label, flags, target, help) apr_array_header_t *name;
#define PARTS(name, label, flags, target, limit, help) apr_array_header_t *name;
