/**
 * Who may do what: the rules of SisterCityRole.
 */
#pragma once

#include "httpd/server/config.h"
#include "store/edit/edit.h"

/** The role that the word names; SC_ROLE_NONE if it is none. */
sc_role_e sc_role_named(const char *word);

/** "editor", "reviewer", "admin". */
const char *sc_role_word(sc_role_e role);

/**
 * Finds out what the user of the request may do: the highest role whose expression is true; admin
 * where no role is configured. A rule that cannot be decided holds for nobody, which is logged.
 * @param editor who, role and is_reviewed are set
 */
void sc_role_find(request_rec *r, const sc_directory_config_t *config, sc_editor_t *editor);
