/**
 * Linked data (JSON-LD 1.1): items in the terms of schema.org where it has some, and else in
 * a vocabulary of our own, whose words are the names of the fields.
 *
 * What tools really do decides on the form (findings): dates that are not full never compare, so
 * that each has its first and its last day beside it; numbers that are not whole are texts of the
 * type xsd:decimal; language maps have their keys in lower case.
 */
#pragma once

#include "present/write/data.h"

/** What our words begin with: the same wherever a registry is, so that data can be put together. */
#define SC_JSONLD_VOCABULARY "urn:mod-sistercity:"

sc_data_fn sc_jsonld_item;    /* a dossier of any kind */
sc_data_fn sc_jsonld_context; /* data is not used: the context, and what its words mean */
