/* replay_store.c: fold and projection compared; see replay.h. Tables marked "-- operational" in the schema are not projections and are left out. */
#include "window/replay.h"
#include "base/embed.h"
#include "window/scene.h"
#include <string.h>

/* Projection tables with their columns in order and a total order of rows. The test of replay_store.c fails when the schema has one that is missing here. */
typedef struct { const char *name, *select; } Projection;
static const Projection projections[] = {
    {"case_file", "SELECT * FROM case_file ORDER BY id"},
    {"case_standing", "SELECT * FROM case_standing ORDER BY case_id"},
    {"case_person", "SELECT * FROM case_person ORDER BY case_id"},
    {"redating", "SELECT * FROM redating ORDER BY 1"},
    {"case_redated", "SELECT * FROM case_redated ORDER BY 1, 2"},
    {"case_order", "SELECT * FROM case_order ORDER BY case_id"},
    {"applicant_bar", "SELECT * FROM applicant_bar ORDER BY case_id, seq"},
    {"case_co", "SELECT * FROM case_co ORDER BY case_id, department"},
    {"case_counter", "SELECT * FROM case_counter ORDER BY day"},
    {"centre_setting", "SELECT * FROM centre_setting ORDER BY name"},
    {"issued_document", "SELECT * FROM issued_document ORDER BY id"},
    {"document_sequence", "SELECT * FROM document_sequence ORDER BY 1, 2, 3"},
    {"calendar_version", "SELECT * FROM calendar_version ORDER BY 1"},
    {"calendar_day", "SELECT * FROM calendar_day ORDER BY 1, 2"},
    {"calendar_override", "SELECT * FROM calendar_override ORDER BY 1, 2, 3"},
    {"officer", "SELECT * FROM officer ORDER BY 1"},
    {"appointment", "SELECT * FROM appointment ORDER BY 1"},
    {"authority", "SELECT * FROM authority ORDER BY 1"},
    {"substitute", "SELECT * FROM substitute ORDER BY 1"},
    {"absence", "SELECT * FROM absence ORDER BY 1"},
    {"legal_body", "SELECT * FROM legal_body ORDER BY 1"},
    {"department", "SELECT * FROM department ORDER BY 1"},
    {"service_window", "SELECT * FROM service_window ORDER BY 1"},
    {"account", "SELECT * FROM account ORDER BY id"},
    {"certificate", "SELECT * FROM certificate ORDER BY id"},
    {"agency", "SELECT * FROM agency ORDER BY id"},
    {"agency_stage", "SELECT * FROM agency_stage ORDER BY id"},
    {"package_theme", "SELECT * FROM package_theme ORDER BY code"},
    {"package_step", "SELECT * FROM package_step ORDER BY 1, 2"},
    {"package", "SELECT * FROM package ORDER BY id"},
    {"package_child", "SELECT * FROM package_child ORDER BY 1, 2"},
    {"seal", "SELECT * FROM seal ORDER BY id"},
    {"delegation", "SELECT * FROM delegation ORDER BY id"},
    {"duty_week", "SELECT * FROM duty_week ORDER BY 1, 2"},
    {"meeting", "SELECT * FROM meeting ORDER BY id"},
    {"meeting_case", "SELECT * FROM meeting_case ORDER BY 1, 2"},
    {"meeting_task", "SELECT * FROM meeting_task ORDER BY id"},
    {"enquiry", "SELECT * FROM enquiry ORDER BY id"},
    {"enquiry_event", "SELECT * FROM enquiry_event ORDER BY 1, 2"},
    {"reform_round", "SELECT * FROM reform_round ORDER BY id"},
    {"reform_clearance", "SELECT * FROM reform_clearance ORDER BY id"},
    {"reform_entry", "SELECT * FROM reform_entry ORDER BY id"},
    {"reform_record", "SELECT * FROM reform_record ORDER BY id"},
    {"exchange_peer", "SELECT * FROM exchange_peer ORDER BY id"},
    {"exchange_item", "SELECT * FROM exchange_item ORDER BY 1, 2"},
    {"exchange_out", "SELECT * FROM exchange_out ORDER BY seq"},
    {"exchange_in", "SELECT * FROM exchange_in ORDER BY seq"},
    {"exchange_finding", "SELECT * FROM exchange_finding ORDER BY seq"},
    {"item_version", "SELECT * FROM item_version ORDER BY 1, 2"},
    {"notice_setting", "SELECT * FROM notice_setting ORDER BY 1"},
    {"notice_warning", "SELECT * FROM notice_warning ORDER BY 1, 2, 3, 4"},
};

bool replay_compares(const char *table)
{
    for (size_t i = 0; i < sizeof projections / sizeof *projections; i++)
        if (!strcmp(projections[i].name, table)) return true;
    return false;
}

static ReplayFinding bad(Arena *arena, ReplayFinding f, int64_t seq, const char *zh, const char *en)
{
    f.ok = false;
    f.first_bad_seq = seq;
    f.zh = arena_strdup(arena, zh);
    f.en = arena_strdup(arena, en);
    return f;
}

/* The first row of a table that differs, as text; NULL when the two tables are the same. */
static const char *first_difference(Store *a, Store *b, Arena *arena, const Projection *p)
{
    Query *qa = store_query(a, p->select, ""), *qb = store_query(b, p->select, "");
    for (int64_t row = 1;; row++) {
        bool more_a = store_row(qa), more_b = store_row(qb);
        if (!more_a && !more_b) return NULL;
        const char *what = NULL;
        if (more_a != more_b) what = arena_printf(arena, "%s 第%lld行：%s", p->name, (long long)row, more_a ? "表中多出一行" : "表中缺少一行");
        else if (!store_row_equal(qa, qb)) what = arena_printf(arena, "%s 第%lld行（首列 %s）内容不一致", p->name, (long long)row, store_text(qa, 0, arena));
        if (what) {
            store_done(qa);
            store_done(qb);
            return what;
        }
    }
}

static void end_store(void *store) { store_close(store); }
static void end_scene(void *scene) { scene_close(scene); }

ReplayFinding replay_check(Store *store, Arena *arena, void (*progress)(int64_t done, int64_t all))
{
    ReplayFinding finding = {.ok = true, .zh = "", .en = ""};
    int64_t all = store_number(store, 0, "SELECT max(seq) FROM event", "");
    FaultOwned owned_store, owned_scene, owned_turn;
    Store *fresh = store_open(":memory:", STORE_WRITE);
    fault_own(&owned_store, fresh, end_store);
    schema_upgrade(fresh, (Instant){0});
    Scene *scene = scene_open(fault_keep(&owned_store), NULL);
    fault_own(&owned_scene, scene, end_scene);
    Arena *turn = arena_owned(&owned_turn);
    store_begin(fresh);
    Query *q = ledger_read(store, 1);
    for (Event *event; (event = ledger_next(q, turn)); ) {
        scene_apply(scene, turn, event);          /* it loads the calendar anew when that changed; no fold reads catalogue or people */
        if (++finding.events % 1000 == 0) {
            store_commit(fresh);
            store_begin(fresh);
            if (progress) progress(finding.events, all);
        }
        arena_reset(turn);
    }
    store_commit(fresh);
    finding.cases = cases_total(fresh);
    for (size_t i = 0; i < sizeof projections / sizeof *projections && finding.ok; i++) {
        const char *difference = first_difference(store, fresh, arena, &projections[i]);
        if (difference)
            finding = bad(arena, finding, 0, arena_printf(arena, "事件重放与现行表不一致：%s", difference), arena_printf(arena, "replayed events and the tables differ: %s", difference));
    }
    fault_release(&owned_turn);
    fault_release(&owned_scene);
    return finding;
}
