#include "view/desk.h"

#include <string.h>

const char *sc_check_other(const sc_check_t *check)
{
    const char *const *argument = check->problem.arguments;

    for (; argument[0]; argument += 2) {
        if (strcmp(argument[0], "other") == 0 || strcmp(argument[0], "slug") == 0) {
            return argument[1];
        }
    }
    return NULL;
}
