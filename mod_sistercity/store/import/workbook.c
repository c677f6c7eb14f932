#include "language/table/workbook.h"
#include "store/import/run.h"

#include <apr_strings.h>
#include <string.h>

/* The sheet that was named, else the first. */
static const sc_sheet_t *choose(import_run_t *run, const import_place_t *place,
                                const apr_array_header_t *sheets)
{
    const sc_sheet_t *all = (const sc_sheet_t *)sheets->elts;
    import_place_t note = *place;
    const char *sheet = run->import->sheet, *names = "";

    for (int i = 0; i < sheets->nelts; i++) {
        if (sheet && strcmp(all[i].name, sheet) == 0) {
            return &all[i];
        }
        names = apr_pstrcat(run->scratch, names, *names ? ", " : "", all[i].name, NULL);
    }
    note.is_warning = !sheet;
    if (sheet || sheets->nelts > 1) {
        import_find(run, &note, NULL, sheet ? "unknown_sheet" : "other_sheets",
                    sheet ? N_("No sheet with rows is called {name}; there are: {names}.")
                          : N_("Only the sheet {name} was read, of: {names}."),
                    "name", sheet ? sheet : all[0].name, "names", names, NULL);
    }
    return sheet ? NULL : &all[0];
}

static apr_status_t read_sheet(import_run_t *run, const sc_sheet_t *sheet, import_place_t place,
                               const sc_entity_t *entity)
{
    sc_problems_t notes = {run->scratch, (apr_array_header_t *)sheet->notes, ""};
    sc_import_text_t text = {
        .name = place.file, .bytes = sheet->bytes, .length = sheet->length, .entity = entity};
    sc_import_shape_t shape = run->import->shape;

    place.is_warning = 1;
    import_report(run, &place, &notes);
    shape.is_sheet = 1;
    return import_read_csv_text(run, &text, shape);
}

apr_status_t import_read_workbook(import_run_t *run, const char *file, const sc_entity_t *entity)
{
    import_place_t place = {NULL, file, 0, 0, 0, NULL};
    sc_problems_t *problems = sc_problems_new(run->pool);
    const char *text;
    char *bytes;
    apr_size_t length;
    apr_status_t rv = import_read_whole(file, run->pool, &bytes, &length);

    if (rv == APR_SUCCESS) {
        rv = sc_workbook_read(bytes, length, problems, run->pool, &text, &length);
    }
    if (rv != APR_SUCCESS || problems->items->nelts) {
        import_report(run, &place, problems);
        return rv;
    }
    const sc_sheet_t *sheet = choose(run, &place, sc_workbook_sheets(text, length, run->pool));
    return sheet ? read_sheet(run, sheet, place, entity) : APR_SUCCESS;
}
