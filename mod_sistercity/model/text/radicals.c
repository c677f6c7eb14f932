#include "model/text/radicals.h"

#include <apr_strings.h>
#include <string.h>

/*
 * What stands for each radical of the blocks CJK Radicals Supplement and Kangxi Radicals, by
 * Equivalent_Unified_Ideograph of Unicode 15, where that is in the Basic Multilingual Plane; but
 * the door U+2F3E is U+6238, as in the names of Japan (Mito, Kobe), whose fonts draw both alike.
 * All take three bytes.
 */
static const char supplement[] = /* U+2E80 to U+2EF3 */
    "⺀厂乛乚乙亻冂⺇刀刂卜㔾小小兀尣尢⺑巳幺彑⺕忄心扌攵⺚旡日"
    "月歺母民氵氺灬爫爫丬牛犭王⺪目示礻⺮糹纟罓罒㓁冗⺵羊⺷⺸耂"
    "肀聿肉⺽艹艹艹虎衤覀西见角⻇讠贝⻊车辶辶辶邑钅長镸长门⻕阝"
    "雨青韦页风飞食⻞飠饣⻡马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";
static const char kangxi[] = /* U+2F00 to U+2FD5 */
    "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土"
    "士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戸手"
    "支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉"
    "瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳"
    "聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛"
    "辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯"
    "鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/* The ideograph of the radical at the beginning of the text, NULL if none begins there. */
static const char *ideograph_of(const char *text)
{
    const unsigned char *bytes = (const unsigned char *)text;

    if (bytes[0] != 0xE2 || bytes[1] < 0xBA || bytes[1] > 0xBF) {
        return NULL;
    }
    unsigned point = 0x2000 | ((bytes[1] & 0x3Fu) << 6) | (bytes[2] & 0x3Fu);
    return point <= 0x2EF3                      ? supplement + 3 * (size_t)(point - 0x2E80)
           : point >= 0x2F00 && point <= 0x2FD5 ? kangxi + 3 * (size_t)(point - 0x2F00)
                                                : NULL;
}

const char *sc_radicals_read(const char *text, apr_pool_t *pool)
{
    char *read = NULL;

    for (const char *at = strchr(text, 0xE2); at; at = strchr(at + 1, 0xE2)) {
        const char *ideograph = ideograph_of(at);

        if (ideograph) {
            read = read ? read : apr_pstrdup(pool, text);
            memcpy(read + (at - text), ideograph, 3);
        }
    }
    return read ? read : text;
}
