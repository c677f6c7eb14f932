#include "model/text/country.h"

#include <string.h>

/* The officially assigned codes of ISO 3166-1 (249, as published in the ISO Online Browsing
 * Platform) and XK, by their first letter. */
static const char *const codes['Z' - 'A' + 1] = {
    ['A' - 'A'] = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ",
    ['B' - 'A'] = "BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ",
    ['C' - 'A'] = "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ",
    ['D' - 'A'] = "DE DJ DK DM DO DZ",
    ['E' - 'A'] = "EC EE EG EH ER ES ET",
    ['F' - 'A'] = "FI FJ FK FM FO FR",
    ['G' - 'A'] = "GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY",
    ['H' - 'A'] = "HK HM HN HR HT HU",
    ['I' - 'A'] = "ID IE IL IM IN IO IQ IR IS IT",
    ['J' - 'A'] = "JE JM JO JP",
    ['K' - 'A'] = "KE KG KH KI KM KN KP KR KW KY KZ",
    ['L' - 'A'] = "LA LB LC LI LK LR LS LT LU LV LY",
    ['M' - 'A'] = "MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ",
    ['N' - 'A'] = "NA NC NE NF NG NI NL NO NP NR NU NZ",
    ['O' - 'A'] = "OM",
    ['P' - 'A'] = "PA PE PF PG PH PK PL PM PN PR PS PT PW PY",
    ['Q' - 'A'] = "QA",
    ['R' - 'A'] = "RE RO RS RU RW",
    ['S' - 'A'] = "SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ",
    ['T' - 'A'] = "TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ",
    ['U' - 'A'] = "UA UG UM US UY UZ",
    ['V' - 'A'] = "VA VC VE VG VI VN VU",
    ['W' - 'A'] = "WF WS",
    ['X' - 'A'] = "XK",
    ['Y' - 'A'] = "YE YT",
    ['Z' - 'A'] = "ZA ZM ZW",
};

int sc_country_is_known(const char *code)
{
    const char *at;

    if (strlen(code) != 2 || code[0] < 'A' || code[0] > 'Z') {
        return 0;
    }
    for (at = codes[code[0] - 'A']; at && *at; at += at[2] ? 3 : 2) {
        if (at[1] == code[1]) {
            return 1;
        }
    }
    return 0;
}
