/* day.c: civil dates by the days-from-civil algorithm (H. Hinnant), the hall's zone as a constant; see day.h. */
#include "base/day.h"
#include "base/buf.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { HALL_OFFSET_MS = 8 * 3600 * 1000, DAY_MS = 86400 * 1000 };

Day day_of(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int era = (y >= 0 ? y : y - 399) / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (Day){era * 146097 + day_of_era - 719468};
}

void day_split(Day d, int *year, int *month, int *day)
{
    int z = d.n + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2);
}

int day_year(Day d) { int y, m, k; day_split(d, &y, &m, &k); return y; }
int day_weekday(Day d) { int r = (d.n + 3) % 7; return (r < 0 ? r + 7 : r) + 1; }

static bool digits(const char *text, int count, int *out)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        value = value * 10 + (text[i] - '0');
    }
    *out = value;
    return true;
}

bool day_parse(const char *text, Day *out)
{
    int y, m, d, y2, m2, d2;
    if (!text || strlen(text) != 10 || text[4] != '-' || text[7] != '-') return false;
    if (!digits(text, 4, &y) || !digits(text + 5, 2, &m) || !digits(text + 8, 2, &d)) return false;
    if (y < 1900 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31) return false;
    Day day = day_of(y, m, d);
    day_split(day, &y2, &m2, &d2);
    if (y != y2 || m != m2 || d != d2) return false;
    *out = day;
    return true;
}

/* Days are written many times in every event: without printf. */
static char *put_number(char *out, char before, int number, int digits)
{
    *out = before;
    for (int i = digits; i > 0; i--, number /= 10) out[i] = (char)('0' + number % 10);
    return out + digits + 1;
}

static char *put_day(char *out, Day d)
{
    int y, m, k;
    day_split(d, &y, &m, &k);
    if (y < 0 || y > 9999) return out + sprintf(out, "%04d-%02d-%02d", y, m, k);
    for (int i = 3, left = y; i >= 0; i--, left /= 10) out[i] = (char)('0' + left % 10);
    return put_number(put_number(out + 4, '-', m, 2), '-', k, 2);
}

char *day_text(Arena *arena, Day d)
{
    if (day_is_none(d)) return arena_strdup(arena, "");
    char *text = arena_alloc(arena, 32);
    put_day(text, d);
    return text;
}

char *day_text_zh(Arena *arena, Day d)
{
    if (day_is_none(d)) return arena_strdup(arena, "");
    int y, m, k;
    day_split(d, &y, &m, &k);
    return arena_printf(arena, "%d年%d月%d日", y, m, k);
}

const char *day_weekday_zh(Day d)
{
    static const char *const names[] = {"", "星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"};
    return names[day_weekday(d)];
}

Instant instant_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (Instant){(int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000};
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

Day instant_day(Instant at) { return (Day){(int32_t)floor_div(at.ms + HALL_OFFSET_MS, DAY_MS)}; }

Instant instant_at(Day day, int hour, int minute, int second)
{
    return (Instant){(int64_t)day.n * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000LL - HALL_OFFSET_MS};
}

static void hall_clock(Instant at, int *h, int *m, int *s, int *ms)
{
    int64_t local = at.ms + HALL_OFFSET_MS;
    int in_day = (int)(local - floor_div(local, DAY_MS) * DAY_MS);
    *ms = in_day % 1000;
    *s = in_day / 1000 % 60;
    *m = in_day / 60000 % 60;
    *h = in_day / 3600000;
}

char *instant_text(Arena *arena, Instant at)
{
    int h, m, s, ms;
    hall_clock(at, &h, &m, &s, &ms);
    char *text = arena_alloc(arena, 64), *end = put_day(text, instant_day(at));
    end = put_number(end, 'T', h, 2);
    end = put_number(end, ':', m, 2);
    end = put_number(end, ':', s, 2);
    end = put_number(end, '.', ms, 3);
    memcpy(end, "+08:00", 7);
    return text;
}

char *instant_text_short(Arena *arena, Instant at)
{
    int h, m, s, ms;
    hall_clock(at, &h, &m, &s, &ms);
    char *text = arena_alloc(arena, 64);
    put_number(put_number(put_day(text, instant_day(at)), ' ', h, 2), ':', m, 2);
    return text;
}

bool instant_parse(const char *text, Instant *out)
{
    char date[11];
    Day day;
    int h = 0, m = 0, s = 0, ms = 0;
    if (!text || strlen(text) != 29 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != '.') return false;
    if (strcmp(text + 23, "+08:00")) return false;
    memcpy(date, text, 10);
    date[10] = 0;
    if (!day_parse(date, &day)) return false;
    if (!digits(text + 11, 2, &h) || !digits(text + 14, 2, &m) || !digits(text + 17, 2, &s) || !digits(text + 20, 3, &ms)) return false;
    if (h > 23 || m > 59 || s > 59) return false;
    *out = (Instant){instant_at(day, h, m, s).ms + ms};
    return true;
}

char *money_text(Arena *arena, Money m)
{
    return arena_printf(arena, "%s%lld.%02lld", m.fen < 0 ? "-" : "", (long long)(llabs(m.fen) / 100), (long long)(llabs(m.fen) % 100));
}

char *money_text_zh(Arena *arena, Money m)
{
    static const char *const digit[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    static const char *const place[] = {"", "拾", "佰", "仟"};
    static const char *const group[] = {"", "万", "亿", "万亿"};
    Buf out = buf_new(arena);
    int64_t yuan = m.fen / 100;
    int jiao = (int)(m.fen / 10 % 10), fen = (int)(m.fen % 10);
    if (m.fen <= 0) return arena_strdup(arena, "零元整");
    bool zero = false, started = false;
    for (int g = 3; g >= 0; g--) {
        int64_t scale = 1;
        for (int i = 0; i < g; i++) scale *= 10000;
        int part = (int)(yuan / scale % 10000);
        if (!part) { if (started) zero = true; continue; }
        int divisor = 1000;
        for (int p = 3; p >= 0; p--, divisor /= 10) {
            int n = part / divisor % 10;
            if (!n) { if (started) zero = true; continue; }
            if (zero) buf_str(&out, "零");
            zero = false;
            started = true;
            buf_str(&out, digit[n]);
            buf_str(&out, place[p]);
        }
        buf_str(&out, group[g]);
    }
    if (started) buf_str(&out, "元");
    if (jiao) { if (zero && started) buf_str(&out, "零"); buf_str(&out, digit[jiao]); buf_str(&out, "角"); }
    if (fen) { if (!jiao && started) buf_str(&out, "零"); buf_str(&out, digit[fen]); buf_str(&out, "分"); }
    if (!fen) buf_str(&out, "整");
    return out.text;
}

bool money_parse(const char *text, Money *out)
{
    int64_t yuan = 0, fen = 0;
    int count = 0;
    if (!text) return false;
    for (; *text >= '0' && *text <= '9'; text++) {
        if (++count > 12) return false;
        yuan = yuan * 10 + (*text - '0');
    }
    if (!count) return false;
    if (*text == '.') {
        int places = 0;
        for (text++; *text >= '0' && *text <= '9'; text++) {
            if (++places > 2) return false;
            fen = fen * 10 + (*text - '0');
        }
        if (!places) return false;
        if (places == 1) fen *= 10;
    }
    if (*text) return false;
    *out = (Money){yuan * 100 + fen};
    return true;
}
