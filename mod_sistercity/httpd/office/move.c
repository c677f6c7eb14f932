#include "httpd/office/handlers.h"
#include "language/reading/typed.h"
#include "language/text.h"
#include "model/text/edtf.h"
#include "model/text/utf8.h"
#include "model/value.h"
#include "model/vocabulary.h"
#include "store/edit/edit.h"
#include "store/load/load.h"
#include "view/doubt.h"

#include <apr_strings.h>
#include <string.h>

/* The step that the form begins with: the one that the address names, today. */
static sc_step_t *first_step(sc_admin_t *admin)
{
    sc_step_t *step = sc_record_new(&sc_step, admin->request->r->pool);
    const char *status = sc_input_get(admin->query, "status");

    step->status = status && sc_vocabulary_find(&sc_step_words, status) >= 0 ? status : NULL;
    step->date = admin->request->view.today;
    return step;
}

static const char *term_end(const sc_partnership_dossier_t *dossier, apr_pool_t *pool)
{
    sc_duration_t term;

    sc_duration_of(dossier->agreements, dossier->partnership->slug, &term, pool);
    return term.until;
}

/* Whoever began on a workbench, or in the form of a step, goes on there. */
static int is_from_workbench(sc_admin_t *admin)
{
    const char *from = sc_input_get(admin->query, "from");

    return admin->entity == &sc_step || sc_is(from, "workbench");
}

int sc_load_move_page(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_move_page_t *page = baton;
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *templates;
    void *data = NULL;
    apr_status_t rv = sc_load_partnership(db, pool, admin->slug, NULL, &data);

    if (rv != APR_SUCCESS) {
        return sc_admin_status(admin, db, rv);
    }
    const sc_partnership_dossier_t *dossier = data;
    page->is_from_workbench = is_from_workbench(admin);
    page->action =
        sc_link_with(&admin->request->view,
                     sc_admin_action(admin, apr_pstrcat(pool, "/board/", admin->slug, NULL)),
                     "from", page->is_from_workbench ? "workbench" : NULL);
    page->step = page->step ? page->step : first_step(admin);
    page->typed = admin->form;
    page->draft = sc_input_number(admin->form, "draft");
    page->problems = admin->problems;
    page->partnership = dossier->partnership;
    page->guide.dossier = dossier;
    rv = sc_load_all_templates(db, pool, &templates);
    page->guide.templates = templates;
    page->term_end = term_end(dossier, pool);
    page->labels = dossier->labels;
    sc_conditions_of(dossier, &page->conditions, pool);
    if (page->typed && admin->problems->items->nelts == 0) {
        sc_problems_t *doubts = sc_problems_new(pool);

        sc_step_doubts(page->step, dossier->partnership, dossier->steps, doubts);
        page->doubts = doubts;
    }
    page->admin = sc_admin_view(admin, db);
    page->guide.registry = page->admin->registry;
    return sc_admin_status(admin, db, rv);
}

static sc_writer_t writer_of(const sc_admin_t *admin)
{
    const sc_view_t *view = &admin->request->view;

    return (sc_writer_t){view->language, view->all_languages,
                         sc_foreign_create_in(sc_language_tag(view->language), view->pool)};
}

/* Only what a step says of itself: its partnership is the address's. */
static sc_step_t *typed_step(sc_admin_t *admin)
{
    apr_pool_t *pool = admin->request->r->pool;
    const sc_writer_t writer = writer_of(admin);
    sc_step_t *step = sc_record_new(&sc_step, pool);

    step->partnership = admin->slug;
    for (const char *const *name = sc_move_fields; *name; name++) {
        const sc_field_t *field = sc_entity_field(&sc_step, *name);
        const char *text = sc_input_get(admin->form, *name);

        text = text ? sc_read_typed(&writer, field, text, admin->problems) : NULL;
        if (text) {
            sc_value_from_text(field, step, text, pool, admin->problems);
        }
    }
    return step;
}

/* What is said of the end, as it would be in an agreement's field. @return whether it is understood
 */
static int read_end(sc_admin_t *admin, const sc_writer_t *writer, const char *name,
                    const char *text, sc_agreement_t *renewal)
{
    sc_problems_t *none = sc_problems_new(admin->request->r->pool);
    const sc_field_t *field = sc_entity_field(&sc_agreement, name);
    const char *plain = sc_read_typed(writer, field, text, none);

    return plain && sc_value_from_text(field, renewal, plain, none->pool, none) &&
           sc_value_check(field, renewal, none) && sc_field_is_set(field, renewal);
}

static int is_open_ended(const sc_writer_t *writer, const char *text)
{
    for (const char *const *tag = sc_language_offered(); *tag; tag++) {
        if (strcmp(sc_text(sc_languages_get(writer->languages, *tag), N_("open-ended")), text) ==
            0) {
            return 1;
        }
    }
    return 0;
}

/* Until when it is renewed: how long is counted from the end of the term on record, unless that
 * would be over before the renewal. */
static void count_from(sc_agreement_t *renewal, const char *step_day, const char *term_end,
                       apr_pool_t *pool)
{
    int months = (int)renewal->term_months;
    const char *until = sc_edtf_plus_months(term_end, months, pool);

    renewal->effective_from =
        until && (!step_day || strcmp(until, step_day) > 0) ? term_end : step_day;
    renewal->effective_until = sc_edtf_plus_months(renewal->effective_from, months, pool);
}

static int is_preview(const sc_admin_t *admin)
{
    const char *act = sc_input_get(admin->form, "act");

    return sc_is(act, "preview");
}

/* The agreement by which the step renews the partnership. @return NULL: none, or what is said of
 * its end is a problem */
static sc_agreement_t *read_renewal(sc_admin_t *admin, const sc_step_t *step, const char *term_end)
{
    const sc_view_t *view = &admin->request->view;
    const sc_writer_t writer = writer_of(admin);
    const char *sent = sc_input_get(admin->form, "until"), *typed = sent ? sent : "";
    apr_size_t length = strlen(typed);
    sc_agreement_t *renewal = sc_record_new(&sc_agreement, view->pool);

    typed = apr_pstrmemdup(view->pool, sc_utf8_trim(typed, &length), length);
    /* Without a term it may be left open, but is stored so only for those who were asked. */
    if (!sc_is(step->status, "renewed") || ((sent || is_preview(admin)) && !*typed && !term_end)) {
        return NULL;
    }
    renewal->partnership = step->partnership;
    renewal->kind = "renewal";
    renewal->date = step->date;
    renewal->source = step->source;
    /* A bare number may be a year, or of months or of years. */
    if (typed[strspn(typed, "0123456789")] &&
        read_end(admin, &writer, "term_months", typed, renewal)) {
        count_from(renewal, sc_step_day(step), term_end, view->pool);
        return renewal;
    }
    if (is_open_ended(&writer, typed) ||
        read_end(admin, &writer, "effective_until", typed, renewal)) {
        return renewal;
    }
    sc_problem_add(admin->problems, "until", "bad_end",
                   N_("Say until when it is renewed: a date, how long (“5 years”), or "
                      "“open-ended”."),
                   NULL);
    return NULL;
}

/* The renewal needs the end of the term on record. */
static apr_status_t find_renewal(sc_admin_t *admin, sc_db_t *db, const sc_step_t *step,
                                 sc_agreement_t **renewal)
{
    apr_pool_t *pool = admin->request->r->pool;
    void *dossier = NULL;
    apr_status_t rv = sc_load_partnership(db, pool, admin->slug, NULL, &dossier);

    *renewal = rv == APR_SUCCESS ? read_renewal(admin, step, term_end(dossier, pool)) : NULL;
    /* Whether the partnership is there is the move's to say. */
    return rv == APR_ENOENT ? APR_SUCCESS : rv;
}

int sc_act_move(sc_admin_t *admin, sc_db_t *db, void *baton)
{
    sc_move_page_t *page = baton;
    sc_step_t *step = typed_step(admin);
    sc_edit_t *edit = &admin->edit;
    sc_agreement_t *renewal;
    apr_status_t rv = find_renewal(admin, db, step, &renewal);

    if (rv != APR_SUCCESS) {
        return sc_admin_status(admin, db, rv);
    }
    page->step = step;
    page->renewal = renewal;
    if (admin->problems->items->nelts > 0) {
        return HTTP_UNPROCESSABLE_ENTITY;
    }
    if (is_preview(admin)) {
        return OK;
    }
    admin->editor.note = sc_admin_note(admin);
    admin->editor.draft = sc_input_number(admin->form, "draft");
    rv = sc_edit_move(db, admin->request->r->pool, &admin->editor, step, renewal,
                      sc_input_number(admin->form, "version"), admin->problems, edit);
    admin->next = is_from_workbench(admin) ? apr_pstrcat(admin->request->r->pool, "/partnerships/",
                                                         admin->slug, "/workbench", NULL)
                                           : "/board";
    admin->done = edit->draft ? "draft" : edit->change ? "saved" : "same";
    return sc_admin_status(admin, db, rv);
}
