/**
 * What to tell somebody whose text is not a date as the registry writes it.
 */
#pragma once

#include "model/problem.h"

/**
 * Adds the problem "not_a_date". Its sentence names the spelling where the text can mean one date
 * only (30.06.1966, 1966/6/30, 836, 195x, 1959-00-00), the accepted forms where it can mean several
 * (03/04/1966) or none.
 * @param text well-formed UTF-8 that sc_edtf_parse() refused
 */
void sc_date_problem_add(sc_problems_t *problems, const char *field, const char *text);
