#include "present/office/pages.h"

#include <apr_strings.h>
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

    for (size_t i = 0; !card->step && i < sizeof(first_steps) / sizeof(first_steps[0]); i++) {
        if (strcmp(first_steps[i].status, word) == 0) {
            return first_steps[i].step;
        }
    }
    for (size_t i = 0; i < sizeof(same_states) / sizeof(same_states[0]); i++) {
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

static void write_missing(sc_buffer_t *out, const sc_view_t *view, const sc_board_card_t *card)
{
    const struct {
        sc_condition_e condition;
        const char *name;
    } conditions[] = {{card->conditions.agreement, N_("signed agreement")},
                      {card->conditions.fields, N_("more than one field")},
                      {card->conditions.budget, N_("approved budget")}};
    apr_array_header_t *missing = apr_array_make(view->pool, 3, sizeof(const char *));

    for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++) {
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
                sc_date_html(view, card->step->date), card->step->body ? " · " : NULL,
                card->step->body);
    }
    write_missing(out, view, card);
    sc_html(
        out, "<a href=\"%u\">%t<span class=\"sistercity__unseen\">: %t</span></a></li>\n",
        sc_link_with(view, sc_link(view, "board", partnership->slug, NULL), "status", next),
        next ? sc_sayf(view, "Next: {step}", "step", sc_say_word(view, &sc_step_words, next), NULL)
             : sc_say(view, "Record a step"),
        sc_office_name(view, &named, partnership));
}

static int count_of(const sc_board_t *board, const char *word)
{
    int count = 0;

    for (int i = 0; i < board->cards->nelts; i++) {
        const sc_board_card_t *card = &APR_ARRAY_IDX(board->cards, i, sc_board_card_t);

        count += strcmp(heading_of(card), word) == 0;
    }
    return count;
}

static void write_column(sc_buffer_t *out, const sc_view_t *view, const sc_board_t *board,
                         const char *word)
{
    int count = count_of(board, word);

    if (count == 0) {
        return;
    }
    sc_html(out, "<div class=\"sistercity-admin__column\">\n<h%h>%t (%d)</h%h>\n<ul>\n",
            view->heading + 1, sc_part_word(view, &sc_step_words, word), count, view->heading + 1);
    for (int i = 0; i < board->cards->nelts; i++) {
        const sc_board_card_t *card = &APR_ARRAY_IDX(board->cards, i, sc_board_card_t);

        if (strcmp(heading_of(card), word) == 0) {
            write_card(out, view, board, card);
        }
    }
    sc_buffer_puts(out, "</ul>\n</div>\n");
}

void sc_page_board(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_board_page_t *page = data;
    const sc_board_t *board = &page->board;

    sc_admin_open(out, view, page->admin, "board", sc_title_board(view, data));
    sc_office_scope(out, view, sc_link(view, "board", NULL), board->place, page->home,
                    board->labels);
    sc_html(out, "<p><a class=\"sistercity-admin__add\" href=\"%u\">%t</a></p>\n",
            sc_office_new_link(view, &sc_partnership, "status", "forming"),
            sc_say(view, "Begin a partnership"));
    if (board->cards->nelts == 0) {
        sc_part_empty(out, sc_say(view, "No partnership is on record yet."));
    }
    sc_buffer_puts(out, "<div class=\"sistercity-admin__board\">\n");
    for (int i = 0; i < sc_step_words.count; i++) {
        write_column(out, view, board, sc_step_words.words[i].word);
    }
    sc_buffer_puts(out, "</div>\n");
    sc_office_more(out, view, board->total - board->cards->nelts);
    sc_part_close(out);
}
