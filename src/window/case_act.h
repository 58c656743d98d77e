/* case_act.h: acts on cases at the window: gather facts, let process decide, number the documents, record the event. */
#ifndef WINDOW_CASE_ACT_H
#define WINDOW_CASE_ACT_H
#include "window/window.h"

typedef struct CaseActFile {             /* bytes of an upload; input "materials" names it by sha256 */
    int material;
    const char *name, *type, *sha256;
    const void *data;
    size_t bytes;
} CaseActFile;

typedef struct CaseAct {
    Act act;
    int64_t case_id;                     /* 0 for ACT_RECEIVE */
    const char *item;                    /* ACT_RECEIVE: item code */
    const Value *input;                  /* keys as in process_row(act)->fields */
    bool holder;                         /* the actor proved the case is hers */
    int party;                           /* the actor proved to be this interested party; 0 none */
    const char *idempotency_key;         /* ACT_RECEIVE: NULL or the client's key, within idempotency_scope */
    const char *idempotency_scope;
    const CaseActFile *files;
    int file_count;
} CaseAct;

/* work of a WindowTurn whose input is a CaseAct. Before the act, the clock's own duty on that case is done (deemed acceptance, lapse).
 * result of ACT_RECEIVE (not when repeated): {number, received, notice_by, document: number of the receipt}. */
void case_act(Scene *scene, WindowTurn *turn);
/* A submission's key as it is kept (case_idempotent, cases.h): for acts that open several cases under one key. what: item or theme. */
typedef struct CaseKey { int64_t key, content; } CaseKey;
CaseKey case_key(const Scene *scene, Arena *arena, const char *scope, const char *key, const char *what, const Value *input);
/* The facts process_decide needs, for pages that show what may be done. item NULL when the version is unknown. */
Facts case_facts(const Scene *scene, const CaseFile *file, const Item *item, const Actor *actor, bool holder, Day today);
/* The version the case was received under. */
const Item *case_item(const Scene *scene, const CaseFile *file);

/* The nightly duty: one CASE_TICK_GROUP of cases whose clock must act. result {"acted": n, "more": bool}. Actor: the clock. */
enum { CASE_TICK_GROUP = 200 };
void case_tick(Scene *scene, WindowTurn *turn);
#endif
