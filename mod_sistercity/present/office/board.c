#include "present/office/pages.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

/* Where a step only says that a state began or came back, it is that state. */
static const struct {
    const char *from;
    const char *to;
} same_states[] = {{"renewed", "active"}, {"resumed", "active"}, {"exchange", "active"}};

/* What a status says of a partnership without any step. */
static const struct {
    const char *status;
    const char *step;
} first_steps[] = {{"forming", "candidate"}, {"unknown", "active"}};

/* The word of sc_step_words under whose heading a card stands: its step, or what its status says.
 */
static const char *heading_of(const sc_board_card_t *card)
{
    const char *word = card->step ? card->step->status : card->partnership->status;

    for (size_t i = 0; !card->step && i < SC_LENGTH(first_steps); i++) {
        if (strcmp(first_steps[i].status, word) == 0) {
            return first_steps[i].step;
        }
    }
    for (size_t i = 0; i < SC_LENGTH(same_states); i++) {
        if (strcmp(same_states[i].from, word) == 0) {
            return same_states[i].to;
        }
    }
    return word;
}

/* The step that usually comes after; NULL where none does. */
static const char *next_step(const char *word)
{
    int at = sc_vocabulary_find(&sc_step_words, word);
    int active = sc_vocabulary_find(&sc_step_words, "active");

    return at >= 0 && at < active ? sc_step_words.words[at + 1].word : NULL;
}

SC_OFFICE_TITLE(board, N_("Partnerships by step"))

static int is_forming(const sc_board_card_t *card)
{
    return strcmp(card->partnership->status, "forming") == 0;
}

/* Of a partnership that is forming what its steps so far ask for; else what CLAIR does. */
static void write_missing(sc_buffer_t *out, const sc_view_t *view, const sc_board_card_t *card)
{
    const struct {
        sc_condition_e condition;
        const char *name;
    } conditions[] = {{card->conditions.agreement, N_("signed agreement")},
                      {card->conditions.fields, N_("more than one field")},
                      {card->conditions.budget, N_("approved budget")}};
    apr_array_header_t *missing =
        is_forming(card)
            ? sc_eight_steps_missing(view, sc_eight_steps_reached(card->dossier), card->dossier)
            : apr_array_make(view->pool, 3, sizeof(const char *));

    for (size_t i = 0; !is_forming(card) && i < SC_LENGTH(conditions); i++) {
        if (conditions[i].condition != SC_MET) {
            APR_ARRAY_PUSH(missing, const char *) = sc_say(view, conditions[i].name);
        }
    }
    if (missing->nelts && !sc_part_is_network(card->partnership)) {
        sc_html(out, "<div class=\"sistercity__details\">%t</div>\n",
                sc_sayf(view, "Not on record: {what}", "what", sc_say_list(view, missing), NULL));
    }
}

static void write_card(sc_buffer_t *out, const sc_view_t *view, const sc_board_t *board,
                       const sc_board_card_t *card)
{
    const sc_partnership_t *partnership = card->partnership;
    const char *next = next_step(heading_of(card));
    sc_named_t named = {.labels = board->labels};

    sc_html(out, "<li class=\"sistercity-admin__card\">%r\n",
            sc_office_record_link(view, &named, partnership));
    if (card->step && card->step->date) {
        sc_html(out, "<div class=\"sistercity__details\">%r%r%t</div>\n",
                sc_date_html(view, card->step->date), card->step->body ? SC_DOT : NULL,
                card->step->body);
    }
    write_missing(out, view, card);
    sc_html(out, "<a href=\"%u\">%r</a></li>\n",
            sc_link_with(view, sc_link(view, "board", partnership->slug, NULL), "status", next),
            sc_office_heard(view,
                            next ? sc_sayf(view, "Next: {step}", "step",
                                           sc_say_word(view, &sc_step_words, next), NULL)
                                 : sc_say(view, "Record a step"),
                            sc_office_name(view, &named, partnership)));
}

static int count_of(const sc_board_t *board, const char *word)
{
    int count = 0;

    SC_EACH_OF(const sc_board_card_t, card, board->cards) {
        count += strcmp(heading_of(card), word) == 0;
    }
    return count;
}

/* A step of forming stands there also while nobody has reached it, with what is to be done. */
static void write_column(sc_buffer_t *out, const sc_view_t *view, const sc_board_t *board,
                         const char *word)
{
    const char *advice = sc_eight_steps_advice(word);
    int count = count_of(board, word);

    if (count == 0 && !advice) {
        return;
    }
    sc_html(out, "<div class=\"sistercity-admin__column\">\n<h%h>%t</h%h>\n", view->heading + 2,
            sc_join(view, SC_BRACKETS, sc_part_word(view, &sc_step_words, word),
                    sc_say_number(view, count)),
            view->heading + 2);
    if (advice) {
        sc_part_quiet(out, sc_say(view, advice));
    }
    if (count) {
        sc_buffer_puts(out, "<ul>\n");
    }
    SC_EACH_OF(const sc_board_card_t, card, board->cards) {
        if (strcmp(heading_of(card), word) == 0) {
            write_card(out, view, board, card);
        }
    }
    sc_buffer_puts(out, count ? "</ul>\n</div>\n" : "</div>\n");
}

static void write_columns(sc_buffer_t *out, const sc_view_t *view, const sc_board_t *board,
                          int is_of_forming)
{
    sc_part_heading(out, view, 1,
                    is_of_forming ? sc_say(view, "Forming: eight steps")
                                  : sc_say(view, "In force, at rest and over"));
    sc_html(out, "<div class=\"sistercity-admin__board%t\">\n",
            is_of_forming ? " sistercity-admin__board--steps" : NULL);
    for (int i = 0; i < sc_step_words.count; i++) {
        const char *word = sc_step_words.words[i].word;

        if (!sc_eight_steps_advice(word) == !is_of_forming) {
            write_column(out, view, board, word);
        }
    }
    sc_buffer_puts(out, "</div>\n");
}

void sc_page_board(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_board_page_t *page = data;
    const sc_board_t *board = &page->board;

    sc_admin_open(out, view, page->admin, "board", sc_title_board(view, data));
    sc_office_scope(out, view, sc_link(view, "board", NULL), board->place, page->home,
                    board->labels);
    sc_html(out,
            "<p><a class=\"sistercity-admin__add\" href=\"%u\">%t</a> "
            "<a href=\"%u\">%t</a></p>\n",
            sc_office_new_link(view, &sc_partnership, "status", "forming"),
            sc_say(view, "Begin a partnership"),
            sc_link_with(view, sc_link(view, "candidates", NULL), "place", board->place),
            sc_say(view, "Candidates side by side"));
    if (board->cards->nelts == 0) {
        sc_part_empty(out, sc_say(view, "No partnership is on record yet."));
    }
    write_columns(out, view, board, 1);
    write_columns(out, view, board, 0);
    sc_office_more(out, view, board->total - board->cards->nelts);
    sc_part_close(out);
}

/* The most names in a cell. */
enum { NAMES_MOST = 6 };

SC_OFFICE_TITLE(candidates, N_("Candidates side by side"))

static int takes_part(const sc_partnership_t *partnership, const char *place)
{
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        if (strcmp(SC_AT(partnership->parties, i, sc_party_t)->place, place) == 0) {
            return 1;
        }
    }
    return 0;
}

static int counts(const sc_partnership_t *partnership, const char *other)
{
    return !sc_is_over(partnership) && !sc_part_is_network(partnership) &&
           !takes_part(partnership, other);
}

static void add_new(apr_array_header_t *texts, const char *text)
{
    if (!sc_has_text(texts, text)) {
        APR_ARRAY_PUSH(texts, const char *) = text;
    }
}

/* Whom the place has partnerships with, but for those with @a other: slugs. */
static apr_array_header_t *partners_of(const sc_view_t *view, const sc_place_dossier_t *dossier,
                                       const char *other)
{
    apr_array_header_t *slugs = apr_array_make(view->pool, 8, sizeof(const char *));

    SC_EACH(const sc_partnership_t, partnership, dossier->partnerships) {
        if (!counts(partnership, other)) {
            continue;
        }
        const apr_array_header_t *partners =
            sc_partners_of(partnership, dossier->place->slug, view->today, view->pool);
        for (int j = 0; j < partners->nelts; j++) {
            add_new(slugs, SC_AT(partners, j, sc_party_t)->place);
        }
    }
    return slugs;
}

/* The fields of these partnerships, and those in which the place looks for a partner. */
static apr_array_header_t *fields_of(const sc_place_dossier_t *dossier, const sc_seeking_t *search,
                                     const char *other, apr_pool_t *pool)
{
    apr_array_header_t *fields = apr_array_make(pool, 8, sizeof(const char *));

    SC_EACH(const sc_partnership_t, partnership, dossier->partnerships) {
        for (int j = 0; counts(partnership, other) && j < SC_COUNT(partnership->fields); j++) {
            add_new(fields, APR_ARRAY_IDX(partnership->fields, j, const char *));
        }
    }
    for (int i = 0; search && i < SC_COUNT(search->fields); i++) {
        add_new(fields, APR_ARRAY_IDX(search->fields, i, const char *));
    }
    return fields;
}

static apr_array_header_t *of_both(const apr_array_header_t *one, const apr_array_header_t *other,
                                   apr_pool_t *pool)
{
    apr_array_header_t *both = apr_array_make(pool, 8, sizeof(const char *));

    for (int i = 0; i < one->nelts; i++) {
        if (sc_has_text(other, APR_ARRAY_IDX(one, i, const char *))) {
            add_new(both, APR_ARRAY_IDX(one, i, const char *));
        }
    }
    return both;
}

/* "3: Kyoto, Padua and 1 other" */
static const char *places(const sc_view_t *view, const apr_array_header_t *slugs,
                          apr_hash_t *labels)
{
    apr_array_header_t *names = apr_array_make(view->pool, NAMES_MOST + 1, sizeof(const char *));
    int others = slugs->nelts - NAMES_MOST;

    for (int i = 0; i < slugs->nelts && i < NAMES_MOST; i++) {
        APR_ARRAY_PUSH(names, const char *) =
            sc_part_name(view, sc_part_label(view, labels, APR_ARRAY_IDX(slugs, i, const char *)));
    }
    if (others > 0) {
        APR_ARRAY_PUSH(names, const char *) =
            sc_say_n(view, "{n} other", "{n} others", others, NULL);
    }
    return slugs->nelts ? sc_text_html(view, apr_psprintf(view->pool, "%d: %s", slugs->nelts,
                                                          sc_say_list(view, names)))
                        : "0";
}

static const char *size(const sc_view_t *view, const sc_place_t *place)
{
    return place->population == SC_NO_INTEGER
               ? NULL
               : sc_text_html(view, sc_say_number(view, place->population));
}

static const char *distance(const sc_view_t *view, const sc_place_t *own, const sc_place_t *other)
{
    double km = sc_kilometers(own->latitude, own->longitude, other->latitude, other->longitude);

    return isnan(km)
               ? NULL
               : sc_text_html(view, sc_sayf(view, "{n} km", "n",
                                            sc_say_number(view, (apr_int64_t)round(km)), NULL));
}

/* How far one is with it, or how to begin. */
static const char *next(const sc_view_t *view, const sc_place_t *own,
                        const sc_candidate_t *candidate)
{
    if (candidate->forming) {
        return sc_htmlf(view, "<a href=\"%u\">%t</a>",
                        sc_link(view, "board", candidate->forming->slug, NULL),
                        sc_say_word(view, &sc_step_words, candidate->step));
    }
    const char *begin = sc_office_new_link(view, &sc_partnership, "status", "forming");
    begin = sc_link_with(view, begin, "parties%5b0%5d.place", own->slug);
    begin = sc_link_with(view, begin, "parties%5b1%5d.place", candidate->dossier->place->slug);
    return sc_htmlf(view, "<a href=\"%u\">%t</a>", begin, sc_say(view, "Begin a partnership"));
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const char *const *columns,
                      const sc_place_dossier_t *own, const sc_candidate_t *candidate)
{
    const sc_place_dossier_t *dossier = candidate->dossier;
    const sc_place_t *place = dossier->place;
    apr_pool_t *pool = view->pool;
    const apr_array_header_t *partners = partners_of(view, dossier, own->place->slug);
    const char *cells[] = {
        place->country ? sc_text_html(view, sc_say_country(view, place->country)) : NULL,
        size(view, place),
        distance(view, own->place, place),
        sc_text_html(view, sc_part_words(view, &sc_exchange_fields,
                                         of_both(fields_of(own, NULL, place->slug, pool),
                                                 fields_of(dossier, candidate->search,
                                                           own->place->slug, pool),
                                                 pool))),
        places(view, of_both(partners_of(view, own, place->slug), partners, pool), dossier->labels),
        places(view, partners, dossier->labels),
        next(view, own->place, candidate)};

    sc_html(out, "<tr><th scope=\"row\"><a href=\"%u\">%t</a></th>",
            sc_office_work_link(view, &sc_place, place->slug),
            sc_part_name(view, sc_label_of(view, place)));
    for (size_t i = 0; i < SC_LENGTH(cells); i++) {
        sc_part_cell(out, view, columns[i + 1], cells[i] && *cells[i] ? cells[i] : "–");
    }
    sc_buffer_puts(out, "</tr>\n");
}

static void write_links(sc_buffer_t *out, const sc_view_t *view, const sc_candidates_page_t *page)
{
    sc_view_t readers = *view;

    readers.mount = page->admin->registry;
    sc_buffer_puts(out, "<ul class=\"sistercity__inline sistercity-admin__links\">\n");
    sc_office_link_item(out, sc_link(view, "board", NULL), sc_say(view, "Back to the board"));
    if (readers.mount && page->candidates.own) {
        sc_office_link_item(out,
                            sc_link_with(&readers, sc_link(&readers, "seeking", "match", NULL),
                                         "for", page->candidates.own->place->slug),
                            sc_say(view, "Why these are suggested"));
        sc_office_link_item(out, sc_link(&readers, "seeking", NULL),
                            sc_say(view, "All who look for a partner"));
    }
    sc_buffer_puts(out, "</ul>\n");
}

void sc_page_candidates(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    static const char *const columns[] = {
        N_("Place"),        N_("Country"),         N_("Population"),
        N_("Distance"),     N_("Shared fields"),   N_("Partners of both"),
        N_("Its partners"), N_("What comes next"), NULL};
    const sc_candidates_page_t *page = data;
    const sc_candidates_t *candidates = &page->candidates;

    sc_admin_open(out, view, page->admin, "candidates", sc_title_candidates(view, data));
    write_links(out, view, page);
    if (!candidates->own) {
        sc_part_empty(out, sc_say(view, "Say for which place: open this page from its workbench."));
        sc_part_close(out);
        return;
    }
    sc_html(out, "<p>%t</p>\n",
            sc_sayf(view,
                    "For {place}: with whom a partnership is forming, and who is suggested among "
                    "those who look for a partner.",
                    "place", sc_part_name(view, sc_label_of(view, candidates->own->place)), NULL));
    if (candidates->items->nelts == 0) {
        sc_part_empty(out, sc_say(view, "No candidate is on record yet."));
        sc_part_close(out);
        return;
    }
    sc_part_table_open(out, view, sc_title_candidates(view, data), columns);
    for (int i = 0; i < candidates->items->nelts; i++) {
        write_row(out, view, columns, candidates->own,
                  &APR_ARRAY_IDX(candidates->items, i, sc_candidate_t));
    }
    sc_part_table_close(out);
    sc_part_close(out);
}
