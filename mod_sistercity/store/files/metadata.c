#include "store/files/files.h"

#include <string.h>

/* What is read of a picture, and what is written of it, within the same bytes. */
typedef struct walk_t {
    const unsigned char *bytes;
    apr_size_t length, at;
    unsigned char *out; /* has room for ORIENTATION_SIZE more than there is to read */
    apr_size_t written;
    int is_turned; /* its orientation is written */
    int is_measured;
    apr_uint64_t width, height; /* in pixels, as the first part that says so has it */
} walk_t;

#define ORIENTATION_SIZE 36

static apr_size_t big_endian(const unsigned char *bytes, int count)
{
    apr_size_t number = 0;

    for (int i = 0; i < count; i++) {
        number = number << 8 | bytes[i];
    }
    return number;
}

static apr_size_t little_endian(const unsigned char *bytes, int count)
{
    apr_size_t number = 0;

    while (count-- > 0) {
        number = number << 8 | bytes[count];
    }
    return number;
}

/* Passes over @a count bytes. @return 0 if there are fewer */
static int pass(walk_t *walk, apr_size_t count, int is_kept)
{
    if (count > walk->length - walk->at) {
        return 0;
    }
    if (is_kept) {
        memcpy(walk->out + walk->written, walk->bytes + walk->at, count);
        walk->written += count;
    }
    walk->at += count;
    return 1;
}

static void measure(walk_t *walk, apr_size_t width, apr_size_t height)
{
    if (!walk->is_measured) {
        walk->width = width;
        walk->height = height;
        walk->is_measured = 1;
    }
}

/* JPEG (ITU-T T.81, B.1). Of the application segments those stay that decoders need: JFIF, color
 * profiles, Adobe's transform. */

#define JPEG_END 0xd9
#define JPEG_SCAN 0xda
#define JPEG_APP(number) (0xe0 + (number))
#define JPEG_COMMENT 0xfe

/* The head of a frame (B.2.2); within its range stand three markers of other things. */
static int is_jpeg_frame(int marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static int is_profile(const unsigned char *payload, apr_size_t length)
{
    return length >= 12 && memcmp(payload, "ICC_PROFILE", 12) == 0;
}

static int is_jpeg_metadata(int marker, const unsigned char *payload, apr_size_t length)
{
    return marker == JPEG_COMMENT ||
           (marker > JPEG_APP(0) && marker <= JPEG_APP(15) && marker != JPEG_APP(14) &&
            !(marker == JPEG_APP(2) && is_profile(payload, length)));
}

/* How the picture is to be turned (Exif 2.32, tag 0x0112 of the first directory); 1: not at all. */
static int orientation_of(const unsigned char *payload, apr_size_t length)
{
    apr_size_t (*number)(const unsigned char *, int);
    const unsigned char *tiff = payload + 6;
    apr_size_t at, count;

    if (length < 14 || memcmp(payload, "Exif\0", 6) != 0) {
        return 1;
    }
    length -= 6;
    number = *tiff == 'M' ? big_endian : little_endian;
    at = number(tiff + 4, 4);
    if (at > length - 2 || length < 2) {
        return 1;
    }
    count = number(tiff + at, 2);
    for (at += 2; count > 0 && length >= 12 && at <= length - 12; count--, at += 12) {
        if (number(tiff + at, 2) == 0x0112) {
            apr_size_t value = number(tiff + at + 8, 2);

            return value >= 1 && value <= 8 ? (int)value : 1;
        }
    }
    return 1;
}

/* Of what a camera wrote nothing is left but which side is up. */
static void write_orientation(walk_t *walk, int orientation)
{
    unsigned char segment[ORIENTATION_SIZE] = {
        0xff, JPEG_APP(1), 0, 34,   'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, 42, 0, 0, 0, 8,
        0,    1,           1, 0x12, 0,   3,   0,   0,   0, 1, 0,   0,   0, 0,  0, 0, 0, 0};

    segment[29] = (unsigned char)orientation;
    memcpy(walk->out + walk->written, segment, sizeof(segment));
    walk->written += sizeof(segment);
    walk->is_turned = 1;
}

/* What follows the head of a scan, up to the next marker. */
static void pass_scan(walk_t *walk)
{
    apr_size_t end = walk->at;

    while (end + 1 < walk->length &&
           (walk->bytes[end] != 0xff || walk->bytes[end + 1] == 0 || walk->bytes[end + 1] == 0xff ||
            (walk->bytes[end + 1] >= 0xd0 && walk->bytes[end + 1] <= 0xd7))) {
        end++;
    }
    (void)pass(walk, (end + 1 < walk->length ? end : walk->length) - walk->at, 1);
}

static int pass_segment(walk_t *walk, int marker)
{
    const unsigned char *head = walk->bytes + walk->at;
    apr_size_t length;

    if (walk->length - walk->at < 4) {
        return 0;
    }
    length = big_endian(head + 2, 2);
    if (marker < 0xc0 || length < 2 || length + 2 > walk->length - walk->at) {
        return 0;
    }
    if (is_jpeg_metadata(marker, head + 4, length - 2)) {
        int turned = marker == JPEG_APP(1) ? orientation_of(head + 4, length - 2) : 1;

        if (turned > 1 && !walk->is_turned) {
            write_orientation(walk, turned);
        }
        return pass(walk, length + 2, 0);
    }
    if (is_jpeg_frame(marker) && length >= 7) {
        measure(walk, big_endian(head + 7, 2), big_endian(head + 5, 2));
    }
    (void)pass(walk, length + 2, 1);
    if (marker == JPEG_SCAN) {
        pass_scan(walk);
    }
    return 1;
}

/* What stands behind its end is no part of the picture: phones put films and further pictures
 * there, with places of their own. */
static int walk_jpeg(walk_t *walk)
{
    int has_scan = 0;

    (void)pass(walk, 2, 1);
    while (walk->at < walk->length) {
        while (walk->at + 1 < walk->length && walk->bytes[walk->at] == 0xff &&
               walk->bytes[walk->at + 1] == 0xff) {
            walk->at++;
        }
        if (walk->at + 1 >= walk->length || walk->bytes[walk->at] != 0xff) {
            return has_scan;
        }
        int marker = walk->bytes[walk->at + 1];
        if (marker == JPEG_END) {
            return pass(walk, 2, 1);
        }
        if (!pass_segment(walk, marker)) {
            return 0;
        }
        has_scan = has_scan || marker == JPEG_SCAN;
    }
    return has_scan;
}

static int is_one_of(const unsigned char *name, const char *const *names)
{
    while (*names && memcmp(name, *names, 4) != 0) {
        names++;
    }
    return *names != NULL;
}

/* PNG, third edition, 5. What is not named here is text, time, place, or nobody's. */
static int walk_png(walk_t *walk)
{
    static const char *const kept[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                       "cHRM", "sRGB", "iCCP", "cICP", "sBIT", "bKGD",
                                       "pHYs", "acTL", "fcTL", "fdAT", NULL};

    (void)pass(walk, 8, 1);
    while (walk->length - walk->at >= 12) {
        const unsigned char *chunk = walk->bytes + walk->at;
        apr_size_t length = big_endian(chunk, 4);

        if (length > walk->length || !pass(walk, length + 12, is_one_of(chunk + 4, kept))) {
            return 0;
        }
        if (memcmp(chunk + 4, "IHDR", 4) == 0 && length >= 8) {
            measure(walk, big_endian(chunk + 8, 4), big_endian(chunk + 12, 4));
        }
        if (memcmp(chunk + 4, "IEND", 4) == 0) {
            return 1;
        }
    }
    return 0;
}

/* WebP (RFC 9649, 2). */
#define WEBP_HAS_METADATA 0x0c /* flags of Exif and XMP in VP8X */

/* What the part at the head of the chunk's data says of the size: the first that does so. */
static void measure_webp(walk_t *walk, const unsigned char *chunk, apr_size_t length)
{
    const unsigned char *data = chunk + 8;

    if (memcmp(chunk, "VP8X", 4) == 0 && length >= 10) {
        measure(walk, little_endian(data + 4, 3) + 1, little_endian(data + 7, 3) + 1);
    }
    else if (memcmp(chunk, "VP8 ", 4) == 0 && length >= 10) {
        measure(walk, little_endian(data + 6, 2) & 0x3fff, little_endian(data + 8, 2) & 0x3fff);
    }
    else if (memcmp(chunk, "VP8L", 4) == 0 && length >= 5) {
        apr_size_t both = little_endian(data + 1, 4);

        measure(walk, (both & 0x3fff) + 1, (both >> 14 & 0x3fff) + 1);
    }
}

static int walk_webp(walk_t *walk)
{
    static const char *const kept[] = {"VP8 ", "VP8L", "VP8X", "ANIM",
                                       "ANMF", "ALPH", "ICCP", NULL};
    apr_size_t size = little_endian(walk->bytes + 4, 4);

    if (size < 4 || size > walk->length - 8) {
        return 0;
    }
    walk->length = size + 8;
    (void)pass(walk, 12, 1);
    while (walk->length - walk->at >= 8) {
        const unsigned char *chunk = walk->bytes + walk->at;
        apr_size_t length = little_endian(chunk + 4, 4), at = walk->written;

        length += length % 2;
        if (length > walk->length || !pass(walk, length + 8, is_one_of(chunk, kept))) {
            return 0;
        }
        measure_webp(walk, chunk, length);
        if (memcmp(chunk, "VP8X", 4) == 0 && length > 0) {
            walk->out[at + 8] &= (unsigned char)~WEBP_HAS_METADATA;
        }
    }
    size = walk->written - 8;
    for (int i = 0; i < 4; i++) {
        walk->out[4 + i] = (unsigned char)(size >> (8 * i) & 0xff);
    }
    return walk->written > 12;
}

static const struct {
    const char *suffix;
    apr_size_t head; /* bytes before its first part */
    int (*walk)(walk_t *walk);
} walks[] = {{".jpg", 2, walk_jpeg}, {".png", 8, walk_png}, {".webp", 12, walk_webp}};

/* Whether it has no more pixels than browsers show; a side of 2^31 must not wrap around. */
static int can_be_shown(const walk_t *walk)
{
    return !walk->is_measured ||
           (walk->width > 0 && walk->height > 0 && walk->width <= SC_PIXELS_MOST / walk->height);
}

/* Whether a document has the mark of its end (ISO 32000, 7.5.5) anywhere: later versions of it are
 * added behind the first. */
static int has_end(const char *bytes, apr_size_t length)
{
    while (length >= 5 && memcmp(bytes + length - 5, "%%EOF", 5) != 0) {
        length--;
    }
    return length >= 5;
}

apr_status_t sc_content_bare(const char **bytes, apr_size_t *length, const sc_file_type_t *type,
                             apr_pool_t *pool)
{
    walk_t walk = {.bytes = (const unsigned char *)*bytes, .length = *length};

    for (apr_size_t i = 0; i < sizeof(walks) / sizeof(walks[0]); i++) {
        if (strcmp(walks[i].suffix, type->suffix) != 0) {
            continue;
        }
        walk.out = apr_palloc(pool, walk.length + ORIENTATION_SIZE);
        if (walk.length < walks[i].head || !walks[i].walk(&walk)) {
            return APR_EINVAL;
        }
        if (!can_be_shown(&walk)) {
            return APR_EGENERAL;
        }
        *bytes = (const char *)walk.out;
        *length = walk.written;
    }
    return type->is_picture || has_end(*bytes, *length) ? APR_SUCCESS : APR_INCOMPLETE;
}
