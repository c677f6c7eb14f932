/**
 * The files that the registry keeps beside its database, in the directory of
 * SisterCityFiles: pictures and documents that belong to items.
 *
 *     DIR/9f86d081…0a08.pdf    the SHA-256 of the content, and the suffix of its type
 *
 * The same content is kept once, and what is kept is never changed. keep.c puts files there and
 * finds them, content.c tells what they are, use.c asks the database who names them. An item names
 * its files in `files` (model/entities/attachment.def); a file that no item on record names is
 * public nowhere.
 */
#pragma once

#include "model/file_type.h"
#include "store/db/db.h"

#include <apr_file_io.h>
#include <apr_tables.h>

/* content.c */

/**
 * What the content is, as libmagic finds it; its name and what the sender says of it do not count.
 * Only the beginning is looked at, and nothing is decoded or unpacked.
 * @param type NULL: such files are not kept
 * @return APR_SUCCESS; APR_EGENERAL: libmagic has no data
 */
apr_status_t sc_content_type(const char *bytes, apr_size_t length, const sc_file_type_t **type);

/** The name of the content. */
const char *sc_content_name(const char *bytes, apr_size_t length, const sc_file_type_t *type,
                            apr_pool_t *pool);

/* metadata.c */

/** The most pixels of a picture: what takes more memory than browsers give to one is no picture for
 * readers, however few bytes it has. */
#define SC_PIXELS_MOST APR_UINT64_C(120000000)

/**
 * The same picture without what it says of itself: when, where and with what it was taken, texts,
 * previews, and what stands behind its end. Which side is up, and colors, stay. It is walked part
 * by part, never decoded; documents stay as they are.
 * @param bytes on success new, in the pool
 * @return APR_EINVAL: it has not the parts that such a picture has; APR_EGENERAL: its parts say
 * that it has no pixels, or more than SC_PIXELS_MOST; APR_INCOMPLETE: the document has no end
 */
apr_status_t sc_content_bare(const char **bytes, apr_size_t *length, const sc_file_type_t *type,
                             apr_pool_t *pool);

/* keep.c */

/**
 * Keeps the content under the name, unless it is kept already: written whole and to the disk under
 * another name first, so that nobody ever finds a part of it.
 */
apr_status_t sc_kept_put(const char *directory, const char *name, const char *bytes,
                         apr_size_t length, apr_pool_t *pool);

/** The same from a file, whose content must be what the name says: else APR_EMISMATCH. */
apr_status_t sc_kept_copy(const char *directory, const char *name, const char *path,
                          apr_pool_t *pool);

/** Opens a kept file to be sent. APR_ENOENT: there is none of this name, or it is no plain file. */
apr_status_t sc_kept_open(const char *directory, const char *name, apr_file_t **file,
                          apr_finfo_t *info, apr_pool_t *pool);

/** All names that are kept, in order; of const char *. Other files in the directory are passed
 * over, but for what an interrupted upload left an hour ago or longer: @a left, or NULL. */
apr_status_t sc_kept_list(const char *directory, apr_array_header_t **names,
                          apr_array_header_t **left, apr_pool_t *pool);

/** Whether it was kept within the last hour: the item that names it may be on its way. */
int sc_kept_is_new(const char *directory, const char *name, apr_pool_t *pool);

/** Where a name is, or what is left. */
const char *sc_kept_path(const char *directory, const char *name, apr_pool_t *pool);

/* use.c */

/** Whether an item on record names the file, so that readers may have it. */
apr_status_t sc_file_is_published(sc_db_t *db, apr_pool_t *pool, const char *name, int *is);

/** Whether an item, a draft or the history names the file, so that it may be wanted. */
apr_status_t sc_file_is_wanted(sc_db_t *db, apr_pool_t *pool, const char *name, int *is);

/** The names that items on record have, each once, in order; of const char *. */
apr_status_t sc_files_named(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **names);
