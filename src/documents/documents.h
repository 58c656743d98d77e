/* documents.h: the standard documents F01-F34 (格式文书) and the centre's own papers X01-X09: what each must say, its number, its rows, its picture.
 *
 * FACTS. A document is a flat Value object of facts. Three parts are merged in this order (later wins) before checking and drawing:
 *   1. the record: kind, number, organ, seal, item_kind, date and the `fields` kept in the event (never personal data);
 *   2. the case's own facts, which the caller reads from its tables (case_no, item, item_code, materials, query_code ...);
 *   3. the personal facts, which live in event->person and may have been erased (applicant_name, applicant_id, phone, recipient ...).
 * So an event holds only what is nowhere else. Facts are text; days are "YYYY-MM-DD" text or INTEGER days; instants are "YYYY-MM-DD HH:MM"
 * text or INTEGER ms; money is INTEGER fen; lists are lists of objects. A field marked PERSONAL in the table below must not be put in `fields`:
 * document_issue drops it from the record (it is still used for the check). holder, addressee and payer default to applicant_name.
 * A PERSONAL fact of the kind (F04 corrections, F13 answers, F14 party, F17 statements ...) is kept in event->person under its own key; it is read
 * from there when the document is drawn (window/paper.c).
 *
 * EVENTS. Any event may issue documents: body "documents": [ {kind, number, body, word, year, seq, day, fields} ], written by document_issue.
 * documents_apply looks for that key in EVERY event and writes the rows; "document.voided" {number, reason} marks a number void (it stays).
 *
 * Common facts of all kinds: organ, date, item, case_no, applicant_name* (PERSONAL), number (numbered kinds). Optional everywhere:
 *   applicant_id (PERSONAL, drawn masked), item_en (the item's English name), item_code, item_kind (A.1 code, default 01), item_version_hash, centre, seal, window, phone, query_code,
 *   query_url, receipt_text (short receipt for the QR), log_position INTEGER, log_head (signed checkpoint text), recipient (PERSONAL),
 *   demo (bool: prints 演示文书，不具法律效力 at the foot).
 * The required own facts of each kind are in document_kind(code)->fields; the table is in document_kinds.c.
 */
#ifndef DOCUMENTS_DOCUMENTS_H
#define DOCUMENTS_DOCUMENTS_H
#include "base/day.h"
#include "base/value.h"
#include "catalog/catalog.h"
#include "ledger/event.h"
#include <stdbool.h>

typedef struct Store Store;

/* ---- the kinds ---- */
typedef enum { FACT_TEXT, FACT_DAY, FACT_INSTANT, FACT_COUNT, FACT_MONEY, FACT_FLAG, FACT_LIST } FactType;
enum { FACT_REQUIRED = 1, FACT_PERSONAL = 2, FACT_ADVERSE = 4 /* required when the document is adverse */ };
typedef struct {
    const char *key, *zh, *en;
    FactType type;
    int flags;
    const char *columns;           /* FACT_LIST: keys every element must have, space-separated; ending in ?: may have; NULL none */
} DocumentField;

typedef enum { SEAL_NONE, SEAL_ACCEPTANCE /* 行政许可受理专用章 */, SEAL_APPROVAL /* 行政审批专用章 */, SEAL_ORGAN /* the organ's own round seal */ } SealKind;
typedef enum { ADVERSE_NEVER, ADVERSE_ALWAYS, ADVERSE_WHEN_REFUSED /* fact granted is false */ } Adverse;

enum { DOCUMENT_FIELDS_MAX = 20, DOCUMENT_STANDARD_KINDS = 34 /* F01-F34; X01 ... follow */ };
typedef struct {
    const char *code;              /* "F06" */
    const char *zh, *en;           /* 受理通知书 */
    const char *word;              /* 文种代字 受; NULL: not numbered */
    const char *basis;             /* 《行政许可法》第三十二条... */
    const char *basis_en;
    Adverse adverse;
    SealKind seal;
    bool of_case;                  /* case_no is a common fact; false: about a certificate, which may be older than any case (F30-F32) */
    DocumentField fields[DOCUMENT_FIELDS_MAX];     /* own facts; ends with key NULL */
} DocumentKind;

int document_kind_count(void);
const DocumentKind *document_kind_number(int index);
const DocumentKind *document_kind(const char *code);               /* NULL when unknown */
/* The name on the paper: 准予行政许可决定书; for other item kinds 准予行政确认决定书, 准予办理决定书; F28/F29 by the fact granted. */
char *document_title(Arena *arena, const DocumentKind *kind, const Value *facts, bool english);

/* ---- checks D1-D13, as far as the document alone can tell ---- */
typedef struct { const char *rule, *field, *zh, *en; } DocumentFailure;    /* "D1", "reason", "缺少：理由", "Missing: reasons" */
typedef struct { DocumentFailure list[24]; int count; } DocumentFailures;
/* True when nothing is wrong. Extra facts used when given: D2 notices_before (COUNT), D3 t1_due (DAY), D11 gap_workdays, D12 workdays_since_decision,
 * D10 opposite_issued (FLAG), D9 document_unknown (text, set by document_issue), D13 number_taken (FLAG), F34 safety, secret, quota (FLAG).
 * Beyond D1-D13: XK-08 cause of F30, XK-26b child limits of F11, XK-36 time of F14, XK-48 chair and publicity of F16 and F17, XK-50 new validity of
 * F29, XK-69 ground of F31, XK-70 ground of F32. */
bool document_check(Arena *arena, const char *kind, const Value *facts, DocumentFailures *out);
/* Remedies of DOMAIN 4.1, required at the end of every adverse document. */
char *document_remedies(Arena *arena, const char *reconsideration, const char *court);
char *document_remedies_en(Arena *arena, const char *reconsideration, const char *court);

/* ---- numbers ---- */
/* 许 for 01, 给 05, 确 07, 裁 09, 其 10, 服 20; 其 for anything else. */
const char *document_category(const char *item_kind);
/* 江夏住建许受〔2026〕12号. series: district + organ word; word: category + kind word. */
char *document_number_text(Arena *arena, const char *series, const char *word, int year, int64_t seq);
bool document_number_valid(const char *number);

/* ---- issuing (documents_store.c; only window/ and tests call these) ---- */
typedef struct {
    const char *kind;              /* "F06" */
    const LegalBody *body;         /* organ, seal, 机关代字, remedies */
    const char *district;          /* 区简称: 江夏 */
    const char *item_kind;         /* A.1 code */
    int64_t case_id;               /* 0: none yet (F03 of a case being opened) or none at all */
    Day day;
    const Value *fields;           /* kept in the event; may be NULL */
    Value *context;                /* the case's facts and personal facts: for the check only, which takes them over and adds to them; may be NULL */
} DocumentDraft;

/* Checks the draft (D1-D13, with the store for D9, D10, D13), takes the next number, and appends the record to event_body's "documents".
 * Returns the record, which now is part of event_body, or NULL with the failures. The number is used up only when the event is applied, so a
 * turn that is undone leaves no gap. Several documents of one series may be issued into one body. Call inside the writing turn. */
const Value *document_issue(Store *store, Arena *arena, Value *event_body, const DocumentDraft *draft, DocumentFailures *failures);
/* The number that would come next: 1 + the last used of (body, word, year). */
int64_t document_number_next(Store *store, const char *body, const char *word, int year);
void documents_apply(Store *store, Arena *arena, const Event *event);

/* ---- reading ---- */
typedef struct {
    int64_t id;                    /* for addresses: /document/ID */
    const char *kind, *number;     /* number NULL for kinds without one */
    const char *body, *word;
    int year;
    int64_t seq, case_id, event_seq;
    Day day;
    const char *void_reason;       /* NULL: valid */
    const Value *record;           /* the facts of part 1, flat */
} IssuedDocument;
const IssuedDocument *document_load(Store *store, Arena *arena, int64_t id);                 /* NULL: none */
const IssuedDocument *document_by_number(Store *store, Arena *arena, const char *number);
const IssuedDocument *document_latest(Store *store, Arena *arena, int64_t case_id, const char *kind);    /* kind NULL: any */
const IssuedDocument *document_of_event(Store *store, Arena *arena, int64_t seq);                           /* the first one issued by it; NULL: none */
const IssuedDocument *document_latest_of_kind(Store *store, Arena *arena, const char *kind);                /* of all cases; NULL: none */
const IssuedDocument **documents_of_hearings(Store *store, Arena *arena, int limit, int *count);           /* F15 and F16 of all cases, newest first */
const IssuedDocument **documents_of_case(Store *store, Arena *arena, int64_t case_id, int *count);
/* The last ones of a legal body, newest first: what its seals were used on. */
const IssuedDocument **documents_of_body(Store *store, Arena *arena, const char *body, int limit, int *count);
/* Decisions the public may consult (XK-40), newest first: granted, changed, renewed, withdrawn, revoked, cancelled; refusals are the applicant's own, and what
 * touches a secret is withheld (XK-05: the record's FLAG "withheld"). */
bool document_withheld(const IssuedDocument *document);      /* XK-05: touches a secret; its result is not shown to the public */
const IssuedDocument **documents_public(Store *store, Arena *arena, int limit, int offset, int *count);
int64_t documents_public_count(Store *store);
/* Highest number used, how many are void: for the gap check of `verify`. False when a series has a gap; *what names it. */
bool documents_gapless(Store *store, Arena *arena, const char **what);

/* ---- drawing ---- */
/* Record, then case facts, then personal facts; later wins. Any may be NULL. */
Value *document_facts(Arena *arena, const Value *record, const Value *case_facts, const Value *personal);
/* The page description that `yichuang render` paints (blocks; see sheet.h). lang "zh", or "en": the same Chinese paper with English beneath. Never fails: absent facts
 * are left as blank lines. kind is F01-F34, X01-X09, or:
 *   "SHEET"  the item on one A4 page (一张纸)      facts = catalog_item_value() plus centre, public_url
 *   "CARD"   the window card (窗口办事须知, A5)     same facts
 *   "F01" with fact blank = true: the blank application form of an item (same facts). */
const Value *document_sheet(Arena *arena, const char *kind, const Value *facts, const char *lang);
/* 420115********1234 */
char *document_masked_id(Arena *arena, const char *id);
/* F11's mode where some departments wait for others; the paper then asks for the opinions in turn. */
#define JOINT_IN_ORDER "抄告（按先后次序提出书面意见）"
#endif
