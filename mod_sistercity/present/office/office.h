/**
 * What pages of the editing side are put together from.
 *
 * On the editing side view->mount is the editors' address itself ("/sistercities/admin") and
 * view->path is below it, so that sc_link() leads to forms. What readers see stands below
 * sc_admin_view_t.registry.
 *
 * Unlike the public pages these are never included elsewhere: they are whole pages and may have
 * ids, each once.
 *
 * Functions that return HTML return it from view->pool, escaped; those that return text return it
 * plain. The prefix sc_office_ tells them from httpd’s sc_admin_.
 */
#pragma once

#include "present/page/part/part.h"
#include "view/change.h"

/** Who is looking, and what they may do. */
typedef struct sc_admin_view_t {
    const char *user;           /* as httpd authenticated them */
    int is_reviewed;            /* their changes wait as drafts */
    int may_review;             /* may publish drafts and undo what others did */
    int may_administer;         /* may import, redact */
    const char *token;          /* for every form of this page */
    const char *registry;       /* path of the public registry on this server, or NULL */
    apr_int64_t drafts_waiting; /* for the navigation; 0 if none */
    /** What was just done: saved, created, same, draft, withdrawn, merged, undone, published,
     * rejected, imported, redacted. Any other word is passed over, so it may come from the address.
     * Or NULL
     */
    const char *done;
    apr_int64_t done_change; /* the change that was just made, to be looked at and undone; 0 */
    apr_int64_t done_draft;  /* the draft that now waits, or 0 */
    const apr_array_header_t *imports; /* of sc_storing_t, for which others wait; or NULL */
} sc_admin_view_t;

/** A large import that is being stored. */
typedef struct sc_storing_t {
    const char *who;
    apr_int64_t done, total; /* rows */
} sc_storing_t;

/** How places, partnerships, organizations, networks and persons are named where a slug refers to
 * them. Any may be NULL; what is missing is shown by its slug. */
typedef struct sc_named_t {
    apr_hash_t *labels;        /* slug -> sc_label_t * */
    apr_hash_t *partnerships;  /* slug -> sc_partnership_t * */
    apr_hash_t *organizations; /* slug -> sc_organization_t * */
    apr_hash_t *networks;      /* slug -> sc_network_t * */
    apr_hash_t *persons;       /* slug -> sc_person_t * */
    apr_hash_t *items;         /* "COLLECTION/SLUG" -> any record; or NULL */
} sc_named_t;

/* office.c: the page, its forms */

/** What every page of the admin side begins with: the element, its heading, the ways to the other
 * pages, and what was just done.
 * @param name of the element's class sistercity-NAME; @param title translated, plain */
void sc_admin_open(sc_buffer_t *out, const sc_view_t *view, const sc_admin_view_t *admin,
                   const char *name, const char *title);

/** The title of a page that always has the same: sc_title_NAME(). */
#define SC_OFFICE_TITLE(name, msgid)                                                               \
    const char *sc_title_##name(const sc_view_t *view, const void *data)                           \
    {                                                                                              \
        (void)data;                                                                                \
        return sc_say(view, msgid);                                                                \
    }

/** Opens a form that posts, with the token in it. */
void sc_office_form_open(sc_buffer_t *out, const sc_admin_view_t *admin, const char *action);

/** A submit button. @param value of `act`, or NULL for none; @param text translated */
void sc_office_button(sc_buffer_t *out, const char *value, const char *text);

/** The same, less weighty. */
void sc_office_button_quiet(sc_buffer_t *out, const char *value, const char *text);

/** Opens a page's row of buttons; closes it and the form.
 * @param href where somebody goes who presses none of them, or NULL */
void sc_office_buttons_open(sc_buffer_t *out);
void sc_office_buttons_close(sc_buffer_t *out, const char *href, const char *text);

/** The number of a change or a draft as part of an address. */
const char *sc_office_number(const sc_view_t *view, apr_int64_t id);

/** The input for the note of a change. @param typed what stands in it, or NULL */
void sc_office_note(sc_buffer_t *out, const sc_view_t *view, const char *typed);

/** What may be so, but seldom is, in a sentence: its dates are written as the language has them. */
const char *sc_office_doubt(const sc_view_t *view, const sc_problem_t *doubt);

/** A list of these; nothing where there is none. @param doubts or NULL */
void sc_office_doubts(sc_buffer_t *out, const sc_view_t *view, const sc_problems_t *doubts);

/** Says that somebody changed what the page shows since the editor opened it. */
void sc_office_changed(sc_buffer_t *out, const sc_view_t *view, int is_changed);

/** The id of the input with this name: "f-names-0--lang". */
const char *sc_office_id(const sc_view_t *view, const char *name);

/** A kept file, so that somebody sees which it is: the picture itself, small, or a link to the
 * document. Nothing where the site keeps none, or the name is no file's. */
void sc_office_shown_file(sc_buffer_t *out, const sc_view_t *view, const char *name);

/** What one of the entries of a list field is called: "Party 1". @param index from 0 */
const char *sc_office_numbered(const sc_view_t *view, const sc_field_t *field, int index);

/** Whose partnerships a page shows, and the way to the others.
 * @param place slug, or NULL: the whole registry's; @param home slug of the site's own, or NULL */
void sc_office_scope(sc_buffer_t *out, const sc_view_t *view, const char *link, const char *place,
                     const char *home, apr_hash_t *labels);

/** Says that there are @a others that are not shown; nothing for 0 and less. */
void sc_office_more(sc_buffer_t *out, const sc_view_t *view, apr_int64_t others);

/** A link as an item of a `<ul class="sistercity__inline">`. */
void sc_office_link_item(sc_buffer_t *out, const char *href, const char *text);

/* name.c: what things are called */

/** What an item is called, among others of its kind. Never NULL. */
const char *sc_office_name(const sc_view_t *view, const sc_named_t *named, const void *record);

/** The same where only its address name is at hand. */
const char *sc_office_slug_name(const sc_view_t *view, const sc_named_t *named,
                                const sc_entity_t *entity, const char *slug);

/** What tells the item from others of the same name: country, date; or NULL. */
const char *sc_office_detail(const sc_view_t *view, const void *record);

/** A link to the form of an item. */
const char *sc_office_item_link(const sc_view_t *view, const sc_named_t *named,
                                const sc_entity_t *entity, const char *slug);

/** The same for a record at hand. */
const char *sc_office_record_link(const sc_view_t *view, const sc_named_t *named,
                                  const void *record);

/** A readers' page as an address of its own for each state of the registry: the browser may have
 * kept the page of a minute ago. Readers' pages pass over the argument. */
const char *sc_office_seen(const sc_view_t *view, const char *link);

/** Where readers see the item, or NULL. */
const char *sc_office_public_link(const sc_view_t *view, const sc_admin_view_t *admin,
                                  const sc_entity_t *entity, const char *slug);

/** Where somebody who works on the item goes: its workbench, or its form. */
const char *sc_office_work_link(const sc_view_t *view, const sc_entity_t *entity, const char *slug);

/** The address of a form for a new item. @param field, @param value what it begins with, or NULL */
const char *sc_office_new_link(const sc_view_t *view, const sc_entity_t *entity, const char *field,
                               const char *value);

/** A moment: "22 November 2026, 03:31 UTC" in <time>. */
const char *sc_office_time(const sc_view_t *view, const char *utc);

/** What a change was about, in words: an item by its name, an import by how many items it had. */
const char *sc_office_subject(const sc_view_t *view, const sc_named_t *named,
                              const sc_change_t *change);

/** A quiet remark in a line, as HTML. */
const char *sc_office_quiet(const sc_view_t *view, const char *text);

/** What a link or a button does and, for those who only hear it, to what, as HTML. */
const char *sc_office_heard(const sc_view_t *view, const char *act, const char *subject);

/** The words of sc_change_t.action, with a capital letter. */
extern const sc_vocabulary_t sc_change_actions;

/** What a change did, in a word with a capital letter: "Changed", "Withdrawn". */
const char *sc_office_action(const sc_view_t *view, const char *action);

/** What a collection is called, with a capital letter. */
const char *sc_office_many(const sc_view_t *view, const sc_entity_t *entity);

/** "Add a gift", as a heading or a link. */
const char *sc_office_new_title(const sc_view_t *view, const sc_entity_t *entity);

/* difference.c: values in words, and what differs */

/** The field's value in words; NULL if the record is NULL or lacks it. */
const char *sc_office_value(const sc_view_t *view, const sc_named_t *named, const sc_field_t *field,
                            const void *record);

/** A table of the fields that differ, with before and after; a sentence if none does. Where a
 * record is NULL, the table has the other's values alone.
 * @param before_label, @param after_label message ids of the columns */
void sc_office_differences(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                           const sc_entity_t *entity, const void *before, const void *after,
                           const char *before_label, const char *after_label);

/** The labels of the fields that differ, as the language lists them: "Title and Date". Plain; NULL
 * if none does, or the entity or a record is missing. */
const char *sc_office_differing(const sc_view_t *view, const sc_entity_t *entity,
                                const void *before, const void *after);

/* lists.c: problems, changes and drafts, a line for each */

/** All problems above a page, those with an input as links to it; nothing for NULL or none.
 * @param entity whose fields the problems name, or NULL
 * @param named what the items are called that problems are about, or NULL */
void sc_office_problems(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                        const sc_named_t *named, const sc_problems_t *problems);

/** The words of sc_draft_t.state. */
extern const sc_vocabulary_t sc_draft_states;

/** What a draft is about, and what it asks for; plain. */
const char *sc_office_draft_name(const sc_view_t *view, const sc_named_t *named,
                                 const sc_draft_t *draft);
const char *sc_office_asks_for(const sc_view_t *view, const sc_draft_t *draft);

/** A list of changes, each in a line with links to it and to its item. */
void sc_office_changes(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                       const apr_array_header_t *changes);

/** A list of records, each with what it is; as links to where they are worked on unless they are
 * gone. */
void sc_office_belongings(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                          const apr_array_header_t *records, int are_gone);

/** A list of drafts, each in a line. */
void sc_office_drafts(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                      const apr_array_header_t *drafts);
