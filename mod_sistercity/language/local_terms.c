#include "language/names.h"

#include "language/text.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* The countries of Europe (United Nations M49, region 150), where one speaks of twin towns. */
#define EUROPE                                                                                     \
    "AD AL AT BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU "   \
    "LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM UA VA XK"

/* Which of the two parties have to be in a row's countries. */
typedef enum { NEITHER, EITHER, BOTH } side_e;

/* The reader's word, as a message. The first row that fits is taken. In Chinese nobody is called a
 * sister, as that would tell the elder from the younger, and Japanese follows that for ties with
 * China; English does not, or a sister tie with China could not be told from a friendship: so these
 * have a context of their own. Twin towns are what Europeans call each other; a city of Japan or of
 * the United States is a sister city to them. */
static const struct {
    const char *type;
    side_e sides;
    const char *countries; /* codes between blanks; not used for NEITHER */
    const char *context, *word;
} reader_terms[] = {
    {"sister", EITHER, "CN", "term of China", C_("term of China", "sister city")},
    {"sister", BOTH, EUROPE, "term", C_("term", "twin town")},
    {"sister", NEITHER, NULL, "term", C_("term", "sister city")},
    {"friendship", NEITHER, NULL, "term", C_("term", "friendship city")},
    {"partner", NEITHER, NULL, "term", C_("term", "partner city")},
    {"project", NEITHER, NULL, "term", C_("term", "project partnership")},
    {"sister_port", EITHER, "CN", "term of China", C_("term of China", "sister port")},
    {"sister_port", NEITHER, NULL, "term", C_("term", "sister port")},
    {"sister_school", EITHER, "CN", "term of China", C_("term of China", "sister school")},
    {"sister_school", NEITHER, NULL, "term", C_("term", "sister school")},
    {"economic", NEITHER, NULL, "term", C_("term", "economic partnership")},
    {"network", NEITHER, NULL, "term", C_("term", "network")},
};

/* What people in the country say, in their language (DOMAIN.md, Words). */
static const struct {
    const char *type;
    const char *countries;
    const char *lang;
    const char *word;
} local_terms[] = {
    {"sister", "US CA AU NZ", "en", "sister city"},
    {"sister", "GB IE", "en", "twin town"},
    {"sister", "FR", "fr", "ville jumelée"},
    {"sister", "IT SM", "it", "città gemellata"},
    {"sister", "DE AT", "de", "Partnerstadt"},
    {"sister", "ES MX AR CL CO PE UY CR CU EC", "es", "ciudad hermana"},
    {"sister", "PT", "pt", "cidade geminada"},
    {"sister", "CV AO MZ", "pt", "cidade irmã"},
    {"sister", "BR", "pt-BR", "cidade irmã"},
    {"sister", "RU BY", "ru", "город-побратим"},
    {"sister", "UA", "uk", "місто-побратим"},
    {"sister", "CN", "zh-Hans", "友好城市"},
    {"sister", "TW", "zh-Hant", "姊妹市"},
    {"sister", "JP", "ja", "姉妹都市"},
    {"sister", "KR", "ko", "자매도시"},
    {"sister", "NL", "nl", "stedenband"},
    {"sister", "PL", "pl", "miasto partnerskie"},
    {"sister", "CZ", "cs", "partnerské město"},
    {"sister", "SK", "sk", "partnerské mesto"},
    {"sister", "HU", "hu", "testvérváros"},
    {"sister", "RO MD", "ro", "oraș înfrățit"},
    {"sister", "SE", "sv", "vänort"},
    {"sister", "DK", "da", "venskabsby"},
    {"sister", "NO", "nb", "vennskapsby"},
    {"sister", "FI", "fi", "ystävyyskunta"},
    {"sister", "IS", "is", "vinabær"},
    {"sister", "EE", "et", "sõpruslinn"},
    {"sister", "LV", "lv", "sadraudzības pilsēta"},
    {"sister", "LT", "lt", "miestas partneris"},
    {"sister", "GR CY", "el", "αδελφοποιημένη πόλη"},
    {"sister", "TR", "tr", "kardeş şehir"},
    {"sister", "ID", "id", "kota kembar"},
    {"sister", "VN", "vi", "thành phố kết nghĩa"},
    {"friendship", "US CA AU NZ GB IE", "en", "friendship city"},
    {"friendship", "DE AT", "de", "Freundschaft"},
    {"friendship", "KR", "ko", "우호도시"},
    {"friendship", "JP", "ja", "友好都市"},
    {"friendship", "CN", "zh-Hans", "友好城市"},
    {"friendship", "LT", "lt", "draugystės miestas"},
    {"partner", "US CA AU NZ GB IE", "en", "partner city"},
    {"partner", "JP", "ja", "パートナーシティ"},
    {"partner", "DE AT", "de", "Partnerstadt"},
    {"partner", "LT", "lt", "miestas partneris"},
    {"project", "DE AT", "de", "Projektpartnerschaft"},
    {"sister_port", "US CA AU NZ GB IE", "en", "sister port"},
    {"sister_port", "JP", "ja", "姉妹港"},
    {"sister_port", "CN", "zh-Hans", "友好港"},
    {"sister_port", "KR", "ko", "자매항"},
    {"sister_school", "US CA AU NZ GB IE", "en", "sister school"},
    {"sister_school", "JP", "ja", "姉妹校"},
    {"sister_school", "CN", "zh-Hans", "友好学校"},
    {"sister_school", "KR", "ko", "자매학교"},
};

/* Whether the list of two-letter codes, one blank apart, has the country. */
static int has_country(const char *countries, const char *country)
{
    return country && strlen(country) == 2 && strstr(countries, country) != NULL;
}

static int fits(side_e sides, const char *countries, const char *partner, const char *own)
{
    switch (sides) {
    case EITHER:
        return has_country(countries, partner) || has_country(countries, own);
    case BOTH:
        return has_country(countries, partner) && has_country(countries, own);
    default:
        return 1;
    }
}

const char *sc_term_for(const sc_language_t *language, const char *type, const char *partner,
                        const char *own)
{
    for (size_t i = 0; i < COUNT(reader_terms); i++) {
        if (strcmp(reader_terms[i].type, type) == 0 &&
            fits(reader_terms[i].sides, reader_terms[i].countries, partner, own)) {
            return sc_text_in(language, reader_terms[i].context, reader_terms[i].word);
        }
    }
    return type;
}

sc_lang_text_t sc_term_local(const char *type, const char *country, const sc_party_t *party)
{
    sc_lang_text_t term = {NULL, NULL};

    if (party && party->term) {
        term.text = party->term;
        term.lang = party->term_lang;
        return term;
    }
    for (size_t i = 0; i < COUNT(local_terms); i++) {
        if (strcmp(local_terms[i].type, type) == 0 &&
            has_country(local_terms[i].countries, country)) {
            term.text = local_terms[i].word;
            term.lang = local_terms[i].lang;
            return term;
        }
    }
    return term;
}
