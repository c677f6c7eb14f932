#include "language/foreign.h"

#include "language/catalogue.h"
#include "language/locale.h"
#include "model/array.h"
#include "model/text/notation.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/udat.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/uregion.h>

/** Names and what they mean; NULL means that languages differ. */
typedef struct meanings_t {
    apr_hash_t *english; /* key -> meaning */
    apr_hash_t *others;
} meanings_t;

/** What a language says by a word. */
typedef struct sense_t {
    const char *locale;
    int month;  /* 1 to 12; 0: it is a day of the week */
    int weight; /* of the language, whoever writes */
    struct sense_t *next;
} sense_t;

struct sc_foreign_t {
    apr_pool_t *pool, *scratch;
    UCollator *collator;
    const meanings_t *countries; /* those of all; NULL: not needed yet */
    apr_hash_t *calendar;        /* likewise */
    apr_hash_t *messages;        /* context and message -> a set of keys, one for each catalogue */
    const char *spoken;          /* the writer's language; NULL: not known */
};

/* What all languages say, in a pool of its own. Each table is made when it is first asked for, and
 * only read from then on: it takes some tenths of a second, and a few megabytes of the process. */
static struct {
    pthread_mutex_t lock;
    apr_pool_t *pool;
    meanings_t *countries;
    apr_hash_t *calendar; /* key of a month or weekday -> sense_t */
} all = {PTHREAD_MUTEX_INITIALIZER, NULL, NULL, NULL};

static const char ambiguous[] = "";

/* Longer, shorter and older names that lists have and ICU does not, those of ISO 3166 among them.
 */
static const struct {
    const char *name, *code;
} further_names[] = {
    {"Czech Republic", "CZ"},
    {"Tschechische Republik", "CZ"},
    {"Republic of Korea", "KR"},
    {"Russian Federation", "RU"},
    {"Macedonia", "MK"},
    {"Republic of Macedonia", "MK"},
    {"U.A.E", "AE"},
    {"UAE", "AE"},
    {"Mazedonien", "MK"},
    {"Makedonya", "MK"},
    {"Republic of South Africa", "ZA"},
    {"Viet Nam", "VN"},
    {"Great Britain", "GB"},
    {"England", "GB"},
    {"Scotland", "GB"},
    {"Wales", "GB"},
    {"Northern Ireland", "GB"},
    {"Holland", "NL"},
    {"Turkey", "TR"},
    {"Türkiye", "TR"},
    {"Swaziland", "SZ"},
    {"Cape Verde", "CV"},
    {"Ivory Coast", "CI"},
    {"Burma", "MM"},
    {"People's Republic of China", "CN"},
    {"United States of America", "US"},
    {"USA", "US"},
    {"UK", "GB"},
    {"PRC", "CN"},
    {"Republic of China", "TW"},
    {"Taiwan, Province of China", "TW"},
    {"Chinese Taipei", "TW"},
    {"DR Congo", "CD"},
    {"Democratic Republic of the Congo", "CD"},
    {"Republic of the Congo", "CG"},
    {"Democratic People's Republic of Korea", "KP"},
    {"Lao PDR", "LA"},
    {"Lao People's Democratic Republic", "LA"},
    {"Syrian Arab Republic", "SY"},
    {"Islamic Republic of Iran", "IR"},
    {"United Republic of Tanzania", "TZ"},
    {"Plurinational State of Bolivia", "BO"},
    {"Bolivarian Republic of Venezuela", "VE"},
    {"Federated States of Micronesia", "FM"},
    {"Brunei Darussalam", "BN"},
    {"Cabo Verde", "CV"},
    {"Holy See", "VA"},
    {"State of Palestine", "PS"},
    {"Timor Leste", "TL"},
    {"Sakartvelas", "GE"},
    {"米国", "US"},
    {"アメリカ", "US"},
    {"英国", "GB"},
    {"豪州", "AU"},
    {"中華人民共和国", "CN"},
    {"中华人民共和国", "CN"},
    {"中華人民共和國", "CN"},
    {"中華民國", "TW"},
    {"中華民国", "TW"},
    {"大韓民国", "KR"},
    {"대한민국", "KR"},
    {"중화인민공화국", "CN"},
    {"튀르키예", "TR"},
};

/* What may stand before a name and says nothing, where the rest is the name of a country. */
static const char *const titles[] = {"the ",        "republic of ", "republic of the ",
                                     "kingdom of ", "state of ",    "les ",
                                     "la ",         "le ",          "die ",
                                     "los ",        "las ",         "el "};

const char *sc_foreign_further_name(int i, const char **name)
{
    if (i >= (int)(SC_LENGTH(further_names))) {
        return NULL;
    }
    *name = further_names[i].name;
    return further_names[i].code;
}

static apr_status_t close_collator(void *collator)
{
    ucol_close(collator);
    return APR_SUCCESS;
}

sc_foreign_t *sc_foreign_create(apr_pool_t *pool)
{
    sc_foreign_t *foreign = apr_pcalloc(pool, sizeof(*foreign));
    UErrorCode error = U_ZERO_ERROR;

    foreign->pool = pool;
    foreign->messages = apr_hash_make(pool);
    apr_pool_create(&foreign->scratch, pool);
    foreign->collator = ucol_open("", &error);
    if (U_FAILURE(error)) {
        foreign->collator = NULL;
        return foreign;
    }
    ucol_setStrength(foreign->collator, UCOL_PRIMARY);
    /* U.S.A. is USA, and Côte d’Ivoire has whichever apostrophe. */
    ucol_setAttribute(foreign->collator, UCOL_ALTERNATE_HANDLING, UCOL_SHIFTED, &error);
    apr_pool_cleanup_register(pool, foreign->collator, close_collator, apr_pool_cleanup_null);
    return foreign;
}

sc_foreign_t *sc_foreign_create_in(const char *tag, apr_pool_t *pool)
{
    sc_foreign_t *foreign = sc_foreign_create(pool);

    sc_foreign_speak(foreign, tag);
    return foreign;
}

const char *sc_foreign_speak(sc_foreign_t *foreign, const char *tag)
{
    const char *before = foreign->spoken;

    foreign->spoken = tag ? apr_pstrmemdup(foreign->pool, tag, strcspn(tag, "-_")) : NULL;
    return before;
}

static void begin_learning(void)
{
    pthread_mutex_lock(&all.lock);
    if (!all.pool) {
        apr_pool_create_unmanaged(&all.pool);
    }
}

/* What two spellings of a name have in common. */
static const char *key_of(const sc_foreign_t *foreign, const UChar *name, int32_t length,
                          apr_pool_t *pool)
{
    uint8_t key[512];
    int32_t size = ucol_getSortKey(foreign->collator, name, length, key, sizeof(key));

    return size > 1 && size <= (int32_t)sizeof(key)
               ? apr_pstrmemdup(pool, (char *)key, (apr_size_t)size - 1)
               : NULL;
}

static void learn(const sc_foreign_t *foreign, apr_hash_t *names, const UChar *name, int32_t length,
                  const char *meaning)
{
    const char *key, *known;

    apr_pool_clear(foreign->scratch);
    key = key_of(foreign, name, length, foreign->scratch);
    known = key ? apr_hash_get(names, key, APR_HASH_KEY_STRING) : NULL;
    if (key && !known) {
        apr_hash_set(names, apr_pstrdup(apr_hash_pool_get(names), key), APR_HASH_KEY_STRING,
                     meaning);
    }
    else if (key && strcmp(known, meaning) != 0) {
        apr_hash_set(names, key, APR_HASH_KEY_STRING, ambiguous);
    }
}

/* The same of a name in UTF-8; it lasts until the next one. */
static const char *key_of_text(const sc_foreign_t *foreign, const char *name)
{
    int32_t length;

    apr_pool_clear(foreign->scratch);
    const UChar *text = sc_utf16_from(name, &length, foreign->scratch);
    return key_of(foreign, text, length, foreign->scratch);
}

static const char *look_up(const sc_foreign_t *foreign, const meanings_t *meanings,
                           const char *name)
{
    const char *key = key_of_text(foreign, name);
    const char *meaning = key ? apr_hash_get(meanings->english, key, APR_HASH_KEY_STRING) : NULL;

    if (key && !meaning) {
        meaning = apr_hash_get(meanings->others, key, APR_HASH_KEY_STRING);
    }
    return meaning && *meaning ? meaning : NULL;
}

static void learn_countries_as(const sc_foreign_t *foreign, apr_hash_t *names, const char *locale,
                               UDisplayContext length_context)
{
    UDisplayContext contexts[] = {length_context, UDISPCTX_NO_SUBSTITUTE};
    UErrorCode error = U_ZERO_ERROR;
    ULocaleDisplayNames *display = uldn_openForContext(locale, contexts, 2, &error);
    UChar name[256];

    for (const char *const *code = uloc_getISOCountries(); U_SUCCESS(error) && *code; code++) {
        UErrorCode missing = U_ZERO_ERROR;
        int32_t length = uldn_regionDisplayName(display, *code, name, 256, &missing);

        if (U_SUCCESS(missing) && length > 0) {
            learn(foreign, names, name, length, *code);
        }
    }
    uldn_close(display);
}

static void learn_countries(const sc_foreign_t *foreign, apr_hash_t *names, const char *locale)
{
    learn_countries_as(foreign, names, locale, UDISPCTX_LENGTH_FULL);
    learn_countries_as(foreign, names, locale, UDISPCTX_LENGTH_SHORT);
}

static void learn_further_countries(const sc_foreign_t *foreign, apr_hash_t *names)
{
    for (apr_size_t i = 0; i < SC_LENGTH(further_names); i++) {
        int32_t length;
        const UChar *name = sc_utf16_from(further_names[i].name, &length, foreign->pool);

        learn(foreign, names, name, length, further_names[i].code);
    }
}

/* Every language once, in its usual form. */
static void learn_all_countries(const sc_foreign_t *foreign)
{
    meanings_t *countries = all.countries = apr_palloc(all.pool, sizeof(*countries));

    countries->english = apr_hash_make(all.pool);
    countries->others = apr_hash_make(all.pool);
    learn_countries(foreign, countries->english, "en");
    learn_further_countries(foreign, countries->english);
    for (int32_t i = 0; i < uloc_countAvailable(); i++) {
        const char *locale = uloc_getAvailable(i);

        if (!strchr(locale, '_') && strcmp(locale, "en") != 0) {
            learn_countries(foreign, countries->others, locale);
        }
    }
}

/* Codes of two and three letters: "JP", "JPN", "UK". */
static const char *country_of_code(const char *name, apr_pool_t *pool)
{
    const char *code = apr_pstrdup(pool, name);
    UErrorCode error = U_ZERO_ERROR;

    if (strlen(name) < 2 || strlen(name) > 3) {
        return NULL;
    }
    for (char *letter = (char *)code; *letter; letter++) {
        if (!isalpha((unsigned char)*letter)) {
            return NULL;
        }
        *letter = (char)toupper((unsigned char)*letter);
    }
    if (sc_country_is_known(code)) {
        return code;
    }
    const URegion *region = uregion_getRegionFromCode(code, &error);
    if (U_FAILURE(error) || !sc_country_is_known(uregion_getRegionCode(region))) {
        return NULL;
    }
    return uregion_getRegionCode(region);
}

static const char *find_country(sc_foreign_t *foreign, const char *name)
{
    const char *code = country_of_code(name, foreign->pool);

    if (code || !foreign->collator) {
        return code;
    }
    if (!foreign->countries) {
        begin_learning();
        if (!all.countries) {
            learn_all_countries(foreign);
        }
        foreign->countries = all.countries;
        pthread_mutex_unlock(&all.lock);
    }
    code = look_up(foreign, foreign->countries, name);
    for (apr_size_t i = 0; !code && i < SC_LENGTH(titles); i++) {
        if (strncasecmp(name, titles[i], strlen(titles[i])) == 0) {
            code = look_up(foreign, foreign->countries, name + strlen(titles[i]));
        }
    }
    return code && sc_country_is_known(code) ? code : NULL;
}

/* "Korea, Republic of" and "Korea (Republic of)" the other way round, and "England, United
 * Kingdom", where both are the same country. */
static const char *find_in_two(sc_foreign_t *foreign, const char *name)
{
    apr_size_t before = strcspn(name, ",(");
    const char *behind = name + before + (name[before] != '\0');
    const char *one = apr_pstrmemdup(foreign->pool, name, before), *other, *code;

    behind += strspn(behind, " ");
    other = apr_pstrmemdup(foreign->pool, behind, strcspn(behind, ")"));
    if (!*one || !*other) {
        return NULL;
    }
    code = find_country(foreign, apr_pstrcat(foreign->pool, other, " ", one, NULL));
    if (!code && (code = find_country(foreign, one))) {
        other = find_country(foreign, other);
        return other && strcmp(code, other) == 0 ? code : NULL;
    }
    return code;
}

const char *sc_foreign_country(sc_foreign_t *foreign, const char *name)
{
    const char *code = find_country(foreign, name);

    return code || !foreign->collator ? code : find_in_two(foreign, name);
}

static int is_language(const char *locale, const char *language)
{
    apr_size_t length = strcspn(locale, "_");

    return strlen(language) == length && strncmp(locale, language, length) == 0;
}

/* How much a language counts: "out" is October because Portugal says so, whatever is said on
 * Mauritius. English counts most, then those that have pages here or that
 * lists of European and neighboring municipalities are written in. */
static int weight_of(const char *locale)
{
    static const char *const usual[] = {
        "ar", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl",
        "he", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "ko", "lt", "lv", "mk", "nb", "nl",
        "no", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "th", "tr", "uk", "vi", "zh"};

    if (is_language(locale, "en")) {
        return 2;
    }
    for (apr_size_t i = 0; i < SC_LENGTH(usual); i++) {
        if (is_language(locale, usual[i])) {
            return 1;
        }
    }
    return 0;
}

/* Learns what a language says by a word, once. */
static void learn_sense(const sc_foreign_t *foreign, const UChar *name, int32_t length,
                        const char *locale, int month)
{
    const char *key = key_of(foreign, name, length, all.pool);
    sense_t *known = key ? apr_hash_get(all.calendar, key, APR_HASH_KEY_STRING) : NULL;
    sense_t *sense;

    if (!key || (known && known->locale == locale && known->month == month)) {
        return;
    }
    sense = apr_palloc(all.pool, sizeof(*sense));
    *sense = (sense_t){locale, month, weight_of(locale), known};
    apr_hash_set(all.calendar, key, APR_HASH_KEY_STRING, sense);
}

static void learn_calendar(const sc_foreign_t *foreign, const char *locale)
{
    static const struct {
        UDateFormatSymbolType kind;
        int first, last; /* of its symbols; those of weekdays count from 1 */
    } kinds[] = {{UDAT_MONTHS, 0, 11},
                 {UDAT_SHORT_MONTHS, 0, 11},
                 {UDAT_STANDALONE_MONTHS, 0, 11},
                 {UDAT_STANDALONE_SHORT_MONTHS, 0, 11},
                 {UDAT_WEEKDAYS, 1, 7},
                 {UDAT_STANDALONE_WEEKDAYS, 1, 7}};
    UErrorCode error = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_SHORT,
                                    apr_pstrcat(foreign->pool, locale, "@calendar=gregorian", NULL),
                                    NULL, 0, NULL, 0, &error);
    UChar name[128];

    for (apr_size_t i = 0; U_SUCCESS(error) && i < SC_LENGTH(kinds); i++) {
        for (int at = kinds[i].first; at <= kinds[i].last; at++) {
            int32_t length = udat_getSymbols(format, kinds[i].kind, at, name, 128, &error);

            if (U_SUCCESS(error) && length > 1 && name[length - 1] == '.') {
                length--;
            }
            if (U_SUCCESS(error)) {
                learn_sense(foreign, name, length, locale, kinds[i].first ? 0 : at + 1);
            }
        }
    }
    udat_close(format);
}

/* How a month is called that something happened "in", where that is another form than ICU's. */
static const struct {
    const char *locale, *months[12];
} inflected[] = {
    {"cs",
     {"lednu", "únoru", "březnu", "dubnu", "květnu", "červnu", "červenci", "srpnu", "září", "říjnu",
      "listopadu", "prosinci"}},
    {"hr",
     {"siječnju", "veljači", "ožujku", "travnju", "svibnju", "lipnju", "srpnju", "kolovozu",
      "rujnu", "listopadu", "studenom", "prosincu"}},
    {"lt",
     {"sausį", "vasarį", "kovą", "balandį", "gegužę", "birželį", "liepą", "rugpjūtį", "rugsėjį",
      "spalį", "lapkritį", "gruodį"}},
    {"lv",
     {"janvārī", "februārī", "martā", "aprīlī", "maijā", "jūnijā", "jūlijā", "augustā", "septembrī",
      "oktobrī", "novembrī", "decembrī"}},
    {"pl",
     {"styczniu", "lutym", "marcu", "kwietniu", "maju", "czerwcu", "lipcu", "sierpniu", "wrześniu",
      "październiku", "listopadzie", "grudniu"}},
    {"ru",
     {"январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре",
      "октябре", "ноябре", "декабре"}},
    {"uk",
     {"січні", "лютому", "березні", "квітні", "травні", "червні", "липні", "серпні", "вересні",
      "жовтні", "листопаді", "грудні"}},
};

static void learn_inflected(const sc_foreign_t *foreign)
{
    for (apr_size_t i = 0; i < SC_LENGTH(inflected); i++) {
        for (int month = 0; month < 12; month++) {
            int32_t length;
            const UChar *name = sc_utf16_from(inflected[i].months[month], &length, foreign->pool);

            learn_sense(foreign, name, length, inflected[i].locale, month + 1);
        }
    }
}

/* Every language in its usual form, and the months of countries that have their own. */
static void learn_calendars(const sc_foreign_t *foreign)
{
    static const char *const countries[] = {"de_AT", "ar_DZ", "ar_IQ", "ar_LB",  "ar_MA",
                                            "ar_MR", "ar_SY", "ar_TN", "sr_Latn"};

    all.calendar = apr_hash_make(all.pool);
    for (int32_t i = 0; i < uloc_countAvailable(); i++) {
        const char *locale = uloc_getAvailable(i);

        if (!strchr(locale, '_')) {
            learn_calendar(foreign, locale);
        }
    }
    for (apr_size_t i = 0; i < SC_LENGTH(countries); i++) {
        learn_calendar(foreign, countries[i]);
    }
    learn_inflected(foreign);
}

/* The writer's own language counts more than all others. */
static int weight(const sc_foreign_t *foreign, const sense_t *sense)
{
    return foreign->spoken && is_language(sense->locale, foreign->spoken) ? 3 : sense->weight;
}

/* The senses of a word; NULL: it has none. @param most the weight of the language that counts most
 */
static const sense_t *senses_of(sc_foreign_t *foreign, const char *name, int *most)
{
    if (!foreign->collator) {
        return NULL;
    }
    if (!foreign->calendar) {
        begin_learning();
        if (!all.calendar) {
            learn_calendars(foreign);
        }
        foreign->calendar = all.calendar;
        pthread_mutex_unlock(&all.lock);
    }
    const char *key = key_of_text(foreign, name);
    const sense_t *first = key ? apr_hash_get(foreign->calendar, key, APR_HASH_KEY_STRING) : NULL;
    *most = 0;
    for (const sense_t *sense = first; sense; sense = sense->next) {
        int own = weight(foreign, sense);

        *most = own > *most ? own : *most;
    }
    return first;
}

int sc_foreign_month(sc_foreign_t *foreign, const char *name)
{
    int most, month = SC_MONTH_NONE;
    const sense_t *sense = senses_of(foreign, name, &most);

    for (; sense; sense = sense->next) {
        if (weight(foreign, sense) != most) {
            continue;
        }
        if (month != SC_MONTH_NONE && month != sense->month) {
            return SC_MONTH_DISPUTED;
        }
        month = sense->month;
    }
    return month;
}

void sc_foreign_month_languages(sc_foreign_t *foreign, const char *name,
                                apr_array_header_t *languages)
{
    int most;

    for (const sense_t *sense = senses_of(foreign, name, &most); sense; sense = sense->next) {
        if (weight(foreign, sense) == most) {
            APR_ARRAY_PUSH(languages, const char *) =
                apr_pstrmemdup(languages->pool, sense->locale, strcspn(sense->locale, "_"));
        }
    }
}

static void learn_languages(const sc_foreign_t *foreign, apr_hash_t *names, const char *locale)
{
    for (const char *const *code = uloc_getISOLanguages(); *code; code++) {
        UErrorCode error = U_ZERO_ERROR;
        UChar name[256];
        int32_t length = uloc_getDisplayLanguage(*code, locale ? locale : *code, name, 256, &error);

        if (error == U_ZERO_ERROR && length > 0) {
            learn(foreign, names, name, length, *code);
        }
    }
}

const char *sc_foreign_language(sc_foreign_t *foreign, const char *tag, const char *name)
{
    meanings_t meanings = {apr_hash_make(foreign->pool), apr_hash_make(foreign->pool)};

    if (!foreign->collator) {
        return NULL;
    }
    learn_languages(foreign, meanings.english, tag);
    learn_languages(foreign, meanings.others, "en");
    learn_languages(foreign, meanings.others, NULL);
    return look_up(foreign, &meanings, name);
}

/* The keys of a message's texts, that in English among them. */
static apr_hash_t *texts_of(sc_foreign_t *foreign, const char *context, const char *msgid)
{
    const char *name = apr_pstrcat(foreign->scratch, context, "/", msgid, NULL);
    apr_hash_t *texts = apr_hash_get(foreign->messages, name, APR_HASH_KEY_STRING);

    if (texts) {
        return texts;
    }
    texts = apr_hash_make(foreign->pool);
    apr_hash_set(foreign->messages, apr_pstrdup(foreign->pool, name), APR_HASH_KEY_STRING, texts);
    for (int i = -1; i < sc_catalogue_count; i++) {
        const char *text = i < 0 ? msgid : sc_catalogue_text(&sc_catalogues[i], context, msgid);
        const char *key = text ? key_of_text(foreign, text) : NULL;

        if (key) {
            apr_hash_set(texts, apr_pstrdup(foreign->pool, key), APR_HASH_KEY_STRING, "");
        }
    }
    return texts;
}

int sc_foreign_says(sc_foreign_t *foreign, const char *context, const char *msgid, const char *text)
{
    apr_hash_t *texts = texts_of(foreign, context, msgid);
    const char *key = key_of_text(foreign, text);

    return key && apr_hash_get(texts, key, APR_HASH_KEY_STRING) != NULL;
}
