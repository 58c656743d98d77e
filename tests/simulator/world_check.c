/* world_check.c: the product's tables beside the oracle, and at the end the log, its replay and the digest; see world.h. */
#include "world.h"
#include "cases/cases.h"
#include "documents/documents.h"
#include "ledger/verify.h"
#include "process/joint.h"
#include "store/store.h"
#include "window/replay.h"
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *holder_word(Holder holder)
{
    static const char *const words[] = {[HOLDER_NOBODY] = "nobody", [HOLDER_WINDOW] = "window", [HOLDER_APPLICANT] = "applicant", [HOLDER_REVIEWER] = "reviewer", [HOLDER_DECIDER] = "decider", [HOLDER_OUTSIDE] = "outside", [HOLDER_UPPER] = "upper", [HOLDER_CO] = "co"};
    return (size_t)holder < sizeof words / sizeof *words && words[holder] ? words[holder] : "somebody new";
}

static void same_day(const Matter *m, const char *what, Day said, Day counted)
{
    Arena *arena = arena_new();
    SIM_CHECK(said.n == counted.n, "case %lld in %s: %s is %s, by the oracle %s", (long long)m->id, m->stage, what, day_text(arena, said), day_text(arena, counted));
    arena_free(arena);
}

static void same_text(const Matter *m, const char *what, const char *said, const char *expected)
{
    SIM_CHECK(!strcmp(said, expected), "case %lld in %s: %s is '%s', by the oracle '%s'", (long long)m->id, m->stage, what, said, expected);
}

static void same_number(const Matter *m, const char *what, int64_t said, int64_t expected)
{
    SIM_CHECK(said == expected, "case %lld in %s: %s is %lld, by the oracle %lld", (long long)m->id, m->stage, what, (long long)said, (long long)expected);
}

static void check_materials(const Matter *m, const Standing *s)
{
    for (int no = 1; no <= m->thing->material_count; no++) {
        const char *which = s->material[no] == MATERIAL_OK ? "good" : s->material[no] == MATERIAL_UNSEEN ? "unseen" : "faulted";
        same_text(m, "a material", which, m->good[no] ? "good" : m->faulted[no] ? "faulted" : "unseen");
        same_number(m, "a material handed in", s->handed[no], m->handed[no]);
        same_number(m, "a material asked for", s->asked[no], m->asked[no]);
        same_number(m, "a material owed", s->owed[no], m->owed[no]);
        if (m->notices) same_number(m, "a material handed in anew", s->renewed[no], m->anew[no]);
    }
}

/* Each co-department's own limit, and that it is within the master's whatever happened (3.3-9). */
static void check_joint(World *w, const Matter *m, const Standing *s, const CaseFile *file)
{
    JointDay days[LIMIT_CO_DEPARTMENTS];
    Day master = file->dates.promised_due;
    same_number(m, "copied out", s->together.count, day_is_none(m->copied) ? 0 : m->thing->co_count);
    if (!s->together.count) return;
    joint_days(s, window_scene(w->window)->calendar, world_today(w), days);
    for (int i = 0; i < m->thing->co_count; i++) {
        const CoStanding *co = &s->together.co[i];
        const CoPart *part = &m->co[i];
        same_text(m, "the co-department", co->department, m->thing->co[i].department);
        same_text(m, "its opinion", co_opinion_name(co->opinion), part->opinion);
        same_day(m, "its signature", co->signed_on, part->signed_on);
        same_day(m, "its check", co->checked_on, part->checked);
        same_day(m, "the day it spoke", co->spoken_on, part->spoken);
        same_number(m, "by silence", co->defaulted, part->defaulted);
        for (int no = 1; no <= m->thing->material_count; no++) same_number(m, "missed by the co-department", co->missing >> (no - 1) & 1u, part->missing[no]);
        Day due = co_due(&w->oracle, m, i);
        if (co_turn(m, i) && !co_followed(m, i)) same_day(m, "its last day", days[i].due, due);
        else if (co_turn(m, i)) SIM_CHECK(day_is_none(days[i].due) == day_is_none(due) && (day_is_none(due) || days[i].due.n <= due.n), "case %lld: its last day is beyond its own days", (long long)m->id);
        if (matter_open(m) && !day_is_none(days[i].due) && !day_is_none(master)) SIM_CHECK(days[i].due.n <= master.n, "case %lld: a child outlives its master (3.3-9)", (long long)m->id);
    }
}

void check_case(World *w, Matter *m)
{
    Arena *arena = arena_new();
    const CaseFile *file = case_load(window_scene(w->window)->store, arena, m->id);
    SIM_CHECK(file, "case %lld is not in the tables", (long long)m->id);
    const Standing *s = &file->standing;
    standing_check(s);
    same_text(m, "the stage", stage_name(s->stage), m->stage);
    same_text(m, "the holder", holder_word(standing_holder(s)), matter_holder(m));
    same_text(m, "the first handler (B1)", s->first_handler, m->first_handler);
    same_text(m, "the reviewer", s->reviewer, m->reviewer);
    same_text(m, "the decider", s->decider, m->decider);
    same_text(m, "the number", file->number, m->number);
    same_text(m, "the outcome", outcome_name(s->outcome), day_is_none(m->decided) ? "" : m->granted ? "granted" : "refused");
    same_day(m, "received", s->received, m->received);
    same_day(m, "supplied", s->supplied, m->supplied);
    same_day(m, "supply by", s->supply_by, m->supply_by);
    same_day(m, "accepted", s->accepted, m->accepted);
    same_day(m, "decided", s->decided, m->decided);
    same_day(m, "concluded", s->concluded, m->concluded);
    same_text(m, "who holds it (D3)", s->claimant, m->claimant);
    same_day(m, "owed until", s->owed_by, m->owed_by);
    same_day(m, "owed at last until", s->owed_final, m->owed_final);
    same_day(m, "to verify by", s->verify_by, m->verify_by);
    same_number(m, "a commitment", s->committed, m->committed);
    same_number(m, "the re-examination", s->reexamination, m->reexamination);
    same_number(m, "open questions", s->open_count, m->open_count);
    same_number(m, "found unqualified", s->review_rejects, m->rejected);
    same_number(m, "deemed accepted", s->deemed, m->deemed);
    same_number(m, "notices given", s->notices, m->notices);
    same_number(m, "days of extension", s->extension.amount, m->extension);
    same_number(m, "pauses", s->pause_count, m->gap_count);
    for (int i = 0; i < m->gap_count; i++) {
        same_day(m, "a pause from", s->pauses[i].from, m->gaps[i].from);
        same_day(m, "a pause to", s->pauses[i].to, m->gaps[i].to);
    }
    same_number(m, "parties told", s->party_count, m->stake_count);
    same_number(m, "a hearing owed", standing_hearing_due(s), matter_hearing_owed(m));
    same_text(m, "the chair", s->chair, m->chair);
    same_text(m, "the record", s->transcript, m->record);
    same_day(m, "the hearing", s->hearing_on, m->hearing_on);
    same_day(m, "verified", s->visited, m->visited);
    same_day(m, "sent up", s->sent, m->sent);
    same_day(m, "in default", s->defaulted, m->defaulted);
    check_joint(w, m, s, file);
    same_day(m, "the due day", file->dates.due, m->due);
    same_day(m, "the statutory day", file->dates.statutory_due, m->statutory);
    same_day(m, "the promised day", file->dates.promised_due, m->promised);
    same_number(m, "provisional (DC-11)", file->dates.provisional, m->provisional);
    bool waits = !strcmp(m->stage, "supplement") || !matter_open(m), stopped = !strcmp(m->stage, "paused");
    /* A pause that begins after the last day does not move it: what is overdue stays overdue. */
    if (!waits) SIM_CHECK(!day_is_none(file->dates.due) || stopped, "case %lld in %s: its clock stands still, and no pause is open", (long long)m->id, m->stage);
    if (stopped && !day_is_none(file->dates.due)) SIM_CHECK(file->dates.due.n < m->gaps[m->gap_count - 1].from.n, "case %lld: a stopped clock runs", (long long)m->id);
    same_number(m, "personal data there", file->person != NULL, !m->erased);
    check_materials(m, s);
    w->cover->stages[s->stage]++;
    w->cover->compared++;
    arena_free(arena);
}

/* The clock's list holds exactly those whom it owes something: others would crowd them out. */
void check_duties(World *w)
{
    Arena *arena = arena_new();
    int listed, owing = 0;
    int64_t *ids = cases_clock_due(window_scene(w->window)->store, arena, world_today(w), 1000, &listed);
    for (int i = 0; i < w->oracle.matter_count; i++) owing += matter_open(&w->oracle.matters[i]) && matter_duty(&w->oracle, &w->oracle.matters[i], world_today(w));
    for (int i = 0; i < listed; i++) SIM_CHECK(matter_duty(&w->oracle, oracle_matter(&w->oracle, ids[i]), world_today(w)), "case %lld is on the clock's list and owed nothing", (long long)ids[i]);
    SIM_CHECK(listed == owing, "%d cases on the clock's list, the oracle has %d", listed, owing);
    arena_free(arena);
}

void check_all(World *w)
{
    Store *store = window_scene(w->window)->store;
    int64_t open = 0;
    for (int i = 0; i < w->oracle.matter_count; i++) {
        check_case(w, &w->oracle.matters[i]);
        open += matter_open(&w->oracle.matters[i]);
    }
    SIM_CHECK(cases_total(store) == w->oracle.matter_count, "%lld cases in the tables, %d were opened", (long long)cases_total(store), w->oracle.matter_count);
    CaseFilter filter = {.due_from = DAY_NONE, .due_to = DAY_NONE};
    SIM_CHECK(cases_count(store, &filter) == open, "%lld open cases in the list, the oracle has %lld", (long long)cases_count(store, &filter), (long long)open);
    check_duties(w);
    if (window_scene(w->window)->stale) return;
    for (int i = -60; i <= 120; i++) {
        Day day = day_plus(world_today(w), i);
        bool worked = calendar_is_workday(window_scene(w->window)->calendar, day), uncovered = calendar_is_provisional(window_scene(w->window)->calendar, day);
        SIM_CHECK(worked == days_worked(&w->oracle.days, day) && uncovered == days_uncovered(&w->oracle.days, day), "%s: the calendar says %s %s, the oracle otherwise", day_text(w->turn, day), worked ? "worked" : "off", uncovered ? "provisional" : "");
    }
}

/* ---- the end ---- */

static void add(crypto_hash_sha256_state *sum, const void *data, size_t bytes)
{
    uint64_t length = bytes;
    crypto_hash_sha256_update(sum, (const unsigned char *)&length, sizeof length);
    if (bytes) crypto_hash_sha256_update(sum, data, bytes);
}

static void add_rows(crypto_hash_sha256_state *sum, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *rows;
    SIM_CHECK(sqlite3_prepare_v2(db, sql, -1, &rows, NULL) == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
    while (sqlite3_step(rows) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(rows); i++) {
            const void *cell = sqlite3_column_blob(rows, i);
            add(sum, cell, (size_t)sqlite3_column_bytes(rows, i));
        }
    sqlite3_finalize(rows);
}

/* What "the same bytes" means: every event but for its salts, hashes of salted things and leaf, which are random by design; and every row of every
 * table that replay compares. Looked at through the engine itself, from a copy, so that nothing of the product stands between. */
static void digest(World *w)
{
    char path[] = "/tmp/simulator-XXXXXX", sql[300];
    int fd = mkstemp(path);
    SIM_CHECK(fd >= 0, "no temporary file");
    close(fd);
    store_backup(window_scene(w->window)->store, path);
    sqlite3 *db;
    SIM_CHECK(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK, "the copy cannot be opened");
    crypto_hash_sha256_state sum;
    crypto_hash_sha256_init(&sum);
    add_rows(&sum, db, "SELECT seq, at, kind, actor, case_id, case_number, body, person FROM event ORDER BY seq");
    sqlite3_stmt *tables;
    SIM_CHECK(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", -1, &tables, NULL) == SQLITE_OK, "no tables");
    while (sqlite3_step(tables) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(tables, 0);
        if (!replay_compares(name)) continue;
        snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1, 2", name);
        add(&sum, name, strlen(name));
        add_rows(&sum, db, sql);
    }
    sqlite3_finalize(tables);
    sqlite3_close(db);
    unlink(path);
    unsigned char bytes[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_final(&sum, bytes);
    for (size_t i = 0; i < sizeof bytes; i++) snprintf(w->cover->digest + 2 * i, 3, "%02x", bytes[i]);
}

void check_end(World *w)
{
    Arena *arena = arena_new();
    Store *store = window_scene(w->window)->store;
    LedgerVerdict log = ledger_verify(store, arena, window_key_text(w->window), NULL, 0);
    SIM_CHECK(log.ok, "the log: %s", log.en);
    ReplayFinding replay = replay_check(store, arena, NULL);
    SIM_CHECK(replay.ok, "the replay: %s", replay.en);
    const char *gap = NULL;
    SIM_CHECK(documents_gapless(store, arena, &gap), "the numbers: %s", gap);
    w->cover->checks += 3;
    digest(w);
    arena_free(arena);
}
