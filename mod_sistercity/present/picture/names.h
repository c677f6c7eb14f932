/**
 * Names beside points of a picture, none of which hides another or a point.
 */
#pragma once

#include "present/picture/projection.h"
#include "present/write/view.h"

/** Writes as many names as there is room for, the first ones first.
 * @param at where the points are, in units of the picture
 * @param names plain, NULL for none
 * @param width, @param height of the picture */
void sc_names_write(sc_buffer_t *out, const sc_view_t *view, const sc_point_t *at,
                    const char *const *names, int count, int width, int height);
