#include "language/collate.h"
#include "model/text/edtf.h"
#include "present/page/part/filter.h"
#include "present/page/part/place.h"
#include "present/page/part/table.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* More rows than this are easier to read by country, or by region of the world where most countries
 * have a single row; more parties than PARTIES_SHOWN are summed up; of more undated rows than
 * UNDATED_SAID it is said once that they are. */
enum { ROWS_BEFORE_COUNTRIES = 20, ROWS_OF_A_COUNTRY = 2, PARTIES_SHOWN = 12, UNDATED_SAID = 2 };

typedef enum { UNGROUPED, BY_COUNTRY, BY_REGION } grouping_e;

/* In the order in which they are shown. */
typedef enum {
    GROUP_ACTIVE,
    GROUP_SEVERAL,
    GROUP_DORMANT,
    GROUP_PLANNED,
    GROUP_SUSPENDED,
    GROUP_OVER
} group_e;

/* The heading says in words how a group stands; the first needs none beside the page's own. */
static const struct {
    const char *heading;
    const char *explanation;
} groups[] = {
    [GROUP_ACTIVE] = {NULL, NULL},
    [GROUP_SEVERAL] = {N_("Networks and partnerships of several places"), NULL},
    [GROUP_DORMANT] = {N_("Dormant partnerships"),
                       N_("Nobody has ended these, but no exchange takes place at present.")},
    [GROUP_PLANNED] = {N_("Planned partnerships"), N_("These have not begun yet.")},
    [GROUP_SUSPENDED] = {N_("Suspended partnerships"),
                         N_("A decision has suspended these; nobody has ended them.")},
    [GROUP_OVER] = {N_("Former partnerships"), N_("These are no longer in force.")}};

typedef struct row_t {
    const sc_partnership_t *partnership;
    const sc_party_t *partner;    /* the first other party, or NULL */
    apr_array_header_t *partners; /* all other parties */
    group_e group;
    const char *country; /* translated name; "" if not known */
    const char *region;  /* likewise */
    const char *name;
    const char *key; /* what the reader wants the rows sorted by, before the name; NULL: unknown */
    int direction;   /* -1 if they are to go downwards */
    grouping_e grouping;
    const sc_language_t *language;
} row_t;

/* What the cells need to know of the table they stand in. */
typedef struct group_table_t {
    const sc_place_dossier_t *dossier;
    grouping_e grouping;
    int is_dated;        /* whether any beginning in it is known */
    int is_undated_said; /* whether those that are not say so themselves */
} group_table_t;

/* Whether a place that is not there yet is awaited. */
static int is_awaited(const sc_partnership_t *partnership, const char *day)
{
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        if (sc_edtf_is_future(SC_AT(partnership->parties, i, sc_party_t)->joined, day)) {
            return 1;
        }
    }
    return 0;
}

/* @param partners how many take part besides the place itself */
static group_e group_of(const sc_partnership_t *partnership, int partners, const char *day)
{
    if (sc_is_over(partnership)) {
        return GROUP_OVER;
    }
    if (strcmp(partnership->status, "suspended") == 0) {
        return GROUP_SUSPENDED;
    }
    if (strcmp(partnership->status, "dormant") == 0) {
        return GROUP_DORMANT;
    }
    if (strcmp(partnership->status, "forming") == 0) {
        return GROUP_PLANNED;
    }
    if (partners == 0 && SC_COUNT(partnership->parties) > 1) {
        return is_awaited(partnership, day) ? GROUP_PLANNED : GROUP_OVER;
    }
    return partners > 1 ? GROUP_SEVERAL : GROUP_ACTIVE;
}

/* By the name of the order; every other one is by name alone. */
static const char *key_of(const sc_partnership_t *partnership, const char *sort)
{
    if (!sort) {
        return NULL;
    }
    if (strcmp(sort, "established") == 0) {
        return partnership->established;
    }
    if (strcmp(sort, "status") == 0) {
        return partnership->status;
    }
    return strcmp(sort, "modified") == 0 ? partnership->record.modified : NULL;
}

static const char *region_of(const sc_view_t *view, const char *country)
{
    const char *word = view->terms ? sc_find(view->terms->regions, country) : NULL;

    return word ? sc_part_word(view, &sc_regions, word) : "";
}

static void fill_row(row_t *row, const sc_view_t *view, const sc_place_dossier_t *dossier,
                     const sc_partnership_t *partnership)
{
    const sc_label_t *label;
    const char *day = sc_part_day(view), *place = dossier->place->slug;

    row->partnership = partnership;
    row->partners = sc_partners_of(partnership, place, day, view->pool);
    row->group = group_of(sc_part_standing(view, partnership), SC_COUNT(row->partners), day);
    if (SC_COUNT(row->partners) == 0) {
        row->partners = sc_partners_of(partnership, place, NULL, view->pool);
    }
    row->partner = SC_COUNT(row->partners) ? SC_AT(row->partners, 0, sc_party_t) : NULL;
    row->key = view->query ? key_of(partnership, view->query->sort) : NULL;
    row->direction = view->query && view->query->descending ? -1 : 1;
    row->language = view->language;
    row->country = row->region = "";
    if (row->partner && SC_COUNT(row->partners) == 1) {
        label = sc_part_label(view, dossier->labels, row->partner->place);
        row->name = sc_part_name(view, label);
        if (label->country) {
            row->country = sc_say_country(view, label->country);
            row->region = region_of(view, label->country);
        }
    }
    else {
        row->name = sc_part_parties(view, dossier->labels, partnership);
    }
}

static int compare_names(const row_t *row, const char *left, const char *right)
{
    int order = !*left - !*right;

    return order ? order : sc_collate(row->language, left, right);
}

/* By group, then by region and country where that is asked, by what the reader wants, by name. What
 * is not known comes last both ways, as in lists. */
static int compare_rows(const void *a, const void *b)
{
    const row_t *left = a, *right = b;
    int order = (int)left->group - (int)right->group;

    if (order == 0 && left->grouping == BY_REGION) {
        order = compare_names(left, left->region, right->region);
    }
    if (order == 0 && left->grouping != UNGROUPED) {
        order = compare_names(left, left->country, right->country);
    }
    if (order == 0 && left->key && right->key) {
        order = strcmp(left->key, right->key) * left->direction;
    }
    else if (order == 0) {
        order = !left->key - !right->key;
    }
    if (order == 0) {
        order = sc_collate(left->language, left->name, right->name) * left->direction;
    }
    return order ? order : strcmp(left->partnership->slug, right->partnership->slug);
}

/* A heading for each row would tell nothing. */
static grouping_e grouping_of(const sc_view_t *view, const row_t *rows, int count)
{
    apr_hash_t *countries = apr_hash_make(view->pool);
    int in_force = 0;

    while (in_force < count && rows[in_force].group == GROUP_ACTIVE) {
        apr_hash_set(countries, rows[in_force].country, APR_HASH_KEY_STRING, "");
        in_force++;
    }
    if (in_force <= ROWS_BEFORE_COUNTRIES || (view->query && view->query->sort)) {
        return UNGROUPED;
    }
    return in_force < ROWS_OF_A_COUNTRY * (int)apr_hash_count(countries) ? BY_REGION : BY_COUNTRY;
}

static const char *partner_cell(const sc_row_t *row)
{
    const group_table_t *table = row->with;
    const row_t *tie = row->item;
    const char *link = sc_link(row->view, "partnerships", tie->partnership->slug, NULL);

    if (SC_COUNT(tie->partners) != 1) {
        return sc_htmlf(
            row->view,
            "<a class=\"sistercity__partner\" href=\"%u\">%t</a><br>"
            "<span class=\"sistercity__details\">%r</span>",
            link, tie->name,
            sc_part_place_links(row->view, table->dossier->labels, tie->partners, PARTIES_SHOWN));
    }
    const sc_label_t *label = sc_part_label(row->view, table->dossier->labels, tie->partner->place);
    const char *local = sc_part_local(row->view, label);
    return sc_htmlf(row->view, "<a class=\"sistercity__partner\" href=\"%u\">%t</a>%r%r", link,
                    tie->name, local ? " " : NULL, local);
}

static const char *country_cell(const sc_row_t *row)
{
    const group_table_t *table = row->with;
    const row_t *tie = row->item;

    if (table->grouping == BY_COUNTRY || !*tie->country) {
        return NULL;
    }
    return sc_part_country(
        row->view, sc_part_label(row->view, table->dossier->labels, tie->partner->place)->country);
}

static const char *row_group(const sc_row_t *row)
{
    const row_t *tie = row->item;
    const char *name = tie->grouping == BY_REGION ? tie->region : tie->country;

    return sc_text_html(row->view, *name ? name : sc_say(row->view, "Country not recorded"));
}

static const char *term_cell(const sc_row_t *row)
{
    const group_table_t *table = row->with;
    const row_t *tie = row->item;

    return sc_part_term(row->view, table->dossier->labels, tie->partnership,
                        table->dossier->place->slug,
                        SC_COUNT(tie->partners) == 1 ? tie->partner : NULL);
}

static const char *since_cell(const sc_row_t *row)
{
    const group_table_t *table = row->with;
    const row_t *tie = row->item;

    return tie->partnership->established || (table->is_dated && table->is_undated_said)
               ? sc_part_since(row->view, tie->partnership)
               : NULL;
}

/* Status, fixed term and coming anniversary: what is worth a note beside the beginning. */
static const char *note_cell(const sc_row_t *row)
{
    const group_table_t *table = row->with;
    const row_t *tie = row->item;
    const char *notes[] = {
        sc_part_status(row->view, tie->partnership),
        sc_part_fixed_term(row->view, tie->partnership, table->dossier->agreements),
        sc_part_milestone(row->view, tie->partnership)};
    sc_buffer_t *out = sc_buffer_new(row->view->pool, 0);

    for (size_t i = 0; i < SC_LENGTH(notes); i++) {
        if (notes[i]) {
            sc_html(out, "%r<span class=\"sistercity__note\">%r</span>", out->length ? " " : NULL,
                    notes[i]);
        }
    }
    return out->length ? out->data : NULL;
}

/* A group under a heading of its own need not repeat it. What is in force may stand in several. */
static const char *caption_of(const sc_view_t *view, const group_table_t *table, group_e group,
                              int count)
{
    const apr_array_header_t *all = table->dossier->partnerships;
    int in_force = 0;

    if (groups[group].heading) {
        return sc_say_n(view, "{n} partnership", "{n} partnerships", count, NULL);
    }
    for (int i = 0; i < all->nelts; i++) {
        in_force +=
            sc_status_is_in_force(sc_part_standing(view, SC_AT(all, i, sc_partnership_t))->status);
    }
    return count == in_force ? sc_join(view, SC_COLON, sc_say(view, "Partnerships in force"),
                                       sc_say_number(view, count))
                             : sc_say_n(view, "{n} of {all} partnerships in force",
                                        "{n} of {all} partnerships in force", count, "all",
                                        sc_say_number(view, in_force), NULL);
}

static void write_table(sc_buffer_t *out, const sc_view_t *view, const group_table_t *table,
                        const row_t *rows, int count)
{
    static const sc_column_t columns[] = {
        {N_("Partner"), partner_cell, "parties"}, {N_("Country"), country_cell, "country"},
        {N_("Relationship"), term_cell, "type"},  {N_("Established"), since_cell, "established"},
        {N_("Note"), note_cell, "status"},        {NULL, NULL, NULL}};
    sc_table_t form = {caption_of(view, table, rows[0].group, count), columns,
                       table->grouping == UNGROUPED ? NULL : row_group, table};
    const void **items = apr_palloc(view->pool, sizeof(void *) * (apr_size_t)count);

    for (int i = 0; i < count; i++) {
        items[i] = &rows[i];
    }
    sc_table_write(out, view, &form, items, count);
}

static void write_group(sc_buffer_t *out, const sc_view_t *view, group_table_t *table,
                        const row_t *rows, int count, int depth)
{
    group_e group = rows[0].group;
    int dated = 0;

    if (groups[group].heading) {
        sc_part_heading(out, view, depth, sc_say(view, groups[group].heading));
    }
    if (groups[group].explanation) {
        sc_part_quiet(out, sc_say(view, groups[group].explanation));
    }
    for (int i = 0; i < count; i++) {
        dated += rows[i].partnership->established != NULL;
    }
    table->is_dated = dated > 0;
    table->is_undated_said = count - dated <= UNDATED_SAID;
    write_table(out, view, table, rows, count);
    if (!table->is_dated) {
        sc_part_quiet(out, sc_say(view, "When these partnerships began is not recorded."));
    }
    else if (!table->is_undated_said) {
        sc_part_quiet(out, sc_say(view, "Where no date is shown, none is recorded."));
    }
}

static row_t *sorted_rows(const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    int count = dossier->partnerships->nelts;
    row_t *rows = apr_pcalloc(view->pool, sizeof(row_t) * ((apr_size_t)count + 1));

    for (int i = 0; i < count; i++) {
        fill_row(&rows[i], view, dossier, SC_AT(dossier->partnerships, i, sc_partnership_t));
    }
    qsort(rows, (size_t)count, sizeof(row_t), compare_rows);
    return rows;
}

static void write_rest(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier,
                       int all)
{
    sc_part_all(out, sc_link(view, "places", dossier->place->slug, "partners", NULL),
                sc_say_n(view, "See all {n} partnership", "See all {n} partnerships", all, NULL));
}

static void write_none(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    const char *text =
        view->query && view->query->as_of
            ? sc_say(view, "No partnership of {place} on record was in force then.")
        : view->query && sc_filters_are_set(view)
            ? sc_say(view, "No partnership of {place} on record fits all of this.")
            : sc_say(view,
                     "No partnership of {place} is on record yet. That does not mean that it has "
                     "none: ask the municipality, or look at the sources.");

    sc_buffer_puts(out, "<p class=\"sistercity__empty\">");
    sc_html_fill(out, text, "place", sc_text_html(view, sc_place_name(view, dossier)), NULL);
    sc_buffer_puts(out, "</p>\n");
}

static void write_as_of(sc_buffer_t *out, const sc_view_t *view)
{
    const char *day = view->query ? view->query->as_of : NULL;

    if (day) {
        sc_html(out, "<p class=\"sistercity__as-of\">%r</p>\n",
                sc_dated_html(
                    view, sc_say(view, "As in force on {date}, as far as dates are known."), day));
    }
}

void sc_place_partners(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier,
                       int depth)
{
    group_table_t table = {dossier, UNGROUPED, 0, 0};
    int all = dossier->partnerships->nelts;
    int shown, end;
    row_t *rows = sorted_rows(view, dossier);

    shown = view->limit > 0 && view->limit < all ? view->limit : all;
    write_as_of(out, view);
    if (all == 0) {
        write_none(out, view, dossier);
        return;
    }
    grouping_e grouping = grouping_of(view, rows, shown);
    if (grouping != UNGROUPED) {
        for (int i = 0; i < shown; i++) {
            rows[i].grouping = grouping;
        }
        qsort(rows, (size_t)shown, sizeof(row_t), compare_rows);
    }
    for (int start = 0; start < shown; start = end) {
        for (end = start + 1; end < shown && rows[end].group == rows[start].group; end++) {
        }
        table.grouping = rows[start].group == GROUP_ACTIVE ? grouping : UNGROUPED;
        write_group(out, view, &table, rows + start, end - start, depth);
    }
    if (shown < all) {
        write_rest(out, view, dossier, all);
    }
}
