#include "present/picture/names.h"

#include "present/write/html.h"

/* Names stand beside their dots; none hides another or a dot. */
enum { FONT = 36, NAMES_MOST = 40 };

typedef struct box_t {
    int left, top, right, bottom;
} box_t;

static int overlap(const box_t *one, const box_t *other)
{
    return one->left < other->right && other->left < one->right && one->top < other->bottom &&
           other->top < one->bottom;
}

/* About as wide as the text will be: Han characters and kana are square. */
static int width_of(const char *text)
{
    int width = 0;

    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        width += byte >= 0xE3 ? FONT : byte < 0x80 || byte >= 0xC0 ? FONT * 58 / 100 : 0;
    }
    return width;
}

/* Right of the dot, left, below or above. @return whether there is room */
static int find_room(const box_t *picture, box_t *boxes, int count, sc_point_t at, int width,
                     int *side)
{
    int x = (int)at.x, y = (int)at.y;
    const box_t tries[] = {{x + 16, y - 18, x + 16 + width, y + 18},
                           {x - 16 - width, y - 18, x - 16, y + 18},
                           {x - width / 2, y + 14, x + width / 2, y + 50},
                           {x - width / 2, y - 50, x + width / 2, y - 14}};

    for (*side = 0; *side < 4; ++*side) {
        const box_t *tried = &tries[*side];
        int is_free = tried->left >= 0 && tried->top >= 0 && tried->right <= picture->right &&
                      tried->bottom <= picture->bottom;

        for (int i = 0; is_free && i < count; i++) {
            is_free = !overlap(tried, &boxes[i]);
        }
        if (is_free) {
            boxes[count] = *tried;
            return 1;
        }
    }
    return 0;
}

static void write_name(sc_buffer_t *out, const box_t *box, int side, const char *name)
{
    static const char *const anchors[] = {"start", "end", "middle", "middle"};
    int x = side == 0 ? box->left : side == 1 ? box->right : (box->left + box->right) / 2;

    sc_html(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%t\">%t</text>\n", x, box->bottom - 6,
            anchors[side], name);
}

void sc_names_write(sc_buffer_t *out, const sc_view_t *view, const sc_point_t *at,
                    const char *const *names, int count, int width, int height)
{
    box_t *boxes = apr_palloc(view->pool, sizeof(box_t) * (apr_size_t)(count + NAMES_MOST + 1));
    const box_t picture = {0, 0, width, height};
    int taken = 0, side;

    for (int i = 0; i < count; i++) {
        boxes[taken++] =
            (box_t){(int)at[i].x - 10, (int)at[i].y - 10, (int)at[i].x + 10, (int)at[i].y + 10};
    }
    sc_html(out,
            "<g class=\"name\" fill=\"#1b1f23\" stroke=\"#eef3f7\" stroke-width=\"6\" "
            "stroke-linejoin=\"round\" paint-order=\"stroke\" font-family=\"sans-serif\" "
            "font-size=\"%d\">\n",
            FONT);
    for (int i = 0; i < count && taken < count + NAMES_MOST; i++) {
        if (names[i] && find_room(&picture, boxes, taken, at[i], width_of(names[i]), &side)) {
            write_name(out, &boxes[taken++], side, names[i]);
        }
    }
    sc_buffer_puts(out, "</g>\n");
}
