#include "httpd/server/role.h"

#include "httpd/server/log.h"
#include "httpd/server/server.h"

#include <ap_expr.h>
#include <string.h>

static const char *const words[] = {
    [SC_ROLE_NONE] = "none",
    [SC_ROLE_EDITOR] = "editor",
    [SC_ROLE_REVIEWER] = "reviewer",
    [SC_ROLE_ADMIN] = "admin",
};

sc_role_e sc_role_named(const char *word)
{
    for (int role = SC_ROLE_EDITOR; role <= SC_ROLE_ADMIN; role++) {
        if (strcasecmp(words[role], word) == 0) {
            return role;
        }
    }
    return SC_ROLE_NONE;
}

const char *sc_role_word(sc_role_e role)
{
    return words[role];
}

static int holds(request_rec *r, const sc_role_rule_t *rule)
{
    const char *error = NULL;
    int result = ap_expr_exec(r, rule->condition, &error);

    if (result < 0) {
        sc_logf(r, APLOG_ERR, 0, "SC0206: the expression of SisterCityRole %s fails: %s",
                sc_role_word(rule->role), error ? error : "no reason given");
    }
    return result > 0;
}

void sc_role_find(request_rec *r, const sc_directory_config_t *config, sc_editor_t *editor)
{
    const apr_array_header_t *rules = config->roles;

    editor->who = r->user;
    editor->role = rules ? SC_ROLE_NONE : SC_ROLE_ADMIN;
    for (int i = 0; rules && i < rules->nelts; i++) {
        const sc_role_rule_t *rule = &APR_ARRAY_IDX(rules, i, sc_role_rule_t);

        editor->is_reviewed |= rule->role == SC_ROLE_REVIEWER;
        if (rule->role > editor->role && holds(r, rule)) {
            editor->role = rule->role;
        }
    }
}
