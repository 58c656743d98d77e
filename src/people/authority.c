/* authority.c: see authority.h. C1: no decision without a row. C7: B acts on A's recorded absence only. */
#include "people/authority.h"
#include "base/text.h"
#include <string.h>

static const struct { AuthorityRight right; const char *name, *zh; } rights[] = {
    {AUTHORITY_ACCEPT, "accept", "受理"},
    {AUTHORITY_REVIEW, "review", "审核"},
    {AUTHORITY_DECIDE, "decide", "决定"},
    {AUTHORITY_SEAL, "seal", "签章"},
    {AUTHORITY_REFUSE, "refuse", "不予"},
};
enum { RIGHT_NAMES = sizeof rights / sizeof *rights };

static bool covers(Day from, Day to, Day day)
{
    return !day_before(day, from) && (day_is_none(to) || !day_after(day, to));
}

static bool row_serves(const Authority *row, const char *officer, const char *item, const char *department, AuthorityRight right, Day day)
{
    if (!text_equal(row->officer, officer) || !(row->rights & (unsigned)right) || !covers(row->from, row->to, day)) return false;
    /* "*" reaches the officer's row's department only, and so does a row for one item: a code alone must not carry power across departments. */
    if (!text_equal(row->department, department)) return false;
    return !strcmp(row->item, "*") || text_equal(row->item, item);
}

static bool row_better(const Authority *a, const Authority *b)
{
    bool a_own = strcmp(a->item, "*") != 0, b_own = strcmp(b->item, "*") != 0;
    if (a_own != b_own) return a_own;
    if (!day_equal(a->from, b->from)) return day_after(a->from, b->from);
    return a->id > b->id;
}

const Authority *authority_find(const Authority *rows, int count, const char *officer, const char *item, const char *department,
                                AuthorityRight right, Day day)
{
    const Authority *best = NULL;
    for (int i = 0; i < count; i++)
        if (row_serves(&rows[i], officer, item, department, right, day) && (!best || row_better(&rows[i], best))) best = &rows[i];
    return best;
}

const Absence *authority_absent(const AuthorityBook *book, const char *officer, Day day)
{
    for (int i = 0; i < book->absence_count; i++)
        if (text_equal(book->absences[i].officer, officer) && covers(book->absences[i].from, book->absences[i].to, day)) return &book->absences[i];
    return NULL;
}

AuthorityBasis authority_valid(const AuthorityBook *book, const char *officer, const char *item, const char *department,
                               AuthorityRight right, Day day)
{
    AuthorityBasis basis = {.row = authority_find(book->rows, book->row_count, officer, item, department, right, day)};
    if (basis.row) return basis;
    for (int i = 0; i < book->substitute_count; i++) {
        const Substitute *pair = &book->substitutes[i];
        if (!text_equal(pair->b, officer) || !covers(pair->from, pair->to, day)) continue;
        const Absence *absence = authority_absent(book, pair->a, day);
        if (!absence) continue;
        const Authority *row = authority_find(book->rows, book->row_count, pair->a, item, department, right, day);
        if (row && (!basis.row || row_better(row, basis.row))) basis = (AuthorityBasis){row, pair, absence};
    }
    return basis;
}

char *authority_text_zh(Arena *arena, const AuthorityBasis *basis)
{
    if (!basis->row) return arena_strdup(arena, "");
    if (!basis->substitute) return arena_printf(arena, "依据授权书%s", basis->row->document);
    return arena_printf(arena, "依据授权书%s,由B角代行(AB角文件%s)", basis->row->document, basis->substitute->document);
}

char *authority_text_en(Arena *arena, const AuthorityBasis *basis)
{
    if (!basis->row) return arena_strdup(arena, "");
    if (!basis->substitute) return arena_printf(arena, "under letter of authority %s", basis->row->document);
    return arena_printf(arena, "under letter of authority %s, by the substitute named in %s", basis->row->document, basis->substitute->document);
}

const char *authority_right_name(AuthorityRight right)
{
    for (int i = 0; i < RIGHT_NAMES; i++) if (rights[i].right == right) return rights[i].name;
    return "";
}

const char *authority_right_zh(AuthorityRight right)
{
    for (int i = 0; i < RIGHT_NAMES; i++) if (rights[i].right == right) return rights[i].zh;
    return "";
}

Value *authority_rights_value(Arena *arena, unsigned mask)
{
    Value *list = value_list(arena);
    for (int i = 0; i < RIGHT_NAMES; i++) if (mask & (unsigned)rights[i].right) value_push_str(arena, list, rights[i].name);
    return list;
}

static unsigned one_right(const char *name, size_t length)
{
    for (int i = 0; i < RIGHT_NAMES; i++)
        if (strlen(rights[i].name) == length && !memcmp(rights[i].name, name, length)) return (unsigned)rights[i].right;
    return 0;
}

bool authority_rights_parse(const char *text, unsigned *out)
{
    if (text_equal(text, "all")) { *out = AUTHORITY_ALL; return true; }
    unsigned mask = 0;
    for (const char *at = text; at;) {
        size_t length = strcspn(at, "|");
        unsigned right = one_right(at, length);
        if (!right || mask & right) return false;
        mask |= right;
        at = at[length] ? at + length + 1 : NULL;
    }
    *out = mask;
    return mask != 0;
}

unsigned authority_rights_of(const Value *list)
{
    unsigned mask = 0;
    if (!list || list->kind != VALUE_LIST) return 0;
    for (const Value *v = list->first; v; v = v->next) {
        unsigned right = v->kind == VALUE_STRING ? one_right(v->string, strlen(v->string)) : 0;
        if (!right) return 0;
        mask |= right;
    }
    return mask;
}
