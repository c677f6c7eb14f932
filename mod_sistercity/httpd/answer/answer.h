/**
 * @file answer.h
 * @brief A request from its reading to its sending.
 */
#ifndef SC_HTTPD_ANSWER_H
#define SC_HTTPD_ANSWER_H

#include "httpd/answer/connection.h"

/** The public side's stage with the database: loads what the route of the request shows, unless the
 * client has it. @param baton void **, set to the data */
sc_with_database_fn sc_answer_load;

/**
 * Answers the request.
 * @param status what reading it came to; anything but OK is refused
 * @param stage what is done with the database; its baton is a void ** for the data to present
 * @return for the handler to return
 */
int sc_answer(sc_request_t *request, int status, sc_with_database_fn *stage);

#endif
