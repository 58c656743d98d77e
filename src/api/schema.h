/* schema.h: the shape of JSON objects, written in one line, used twice: to check what came in and to describe it as JSON Schema.
 *
 *     applicant_kind person|firm, phone, address?, materials [{no, way, copies?}], due date?
 *
 * A member is NAME, or NAME? when it may be left out, then its type: text text:0..MOST int int:LOW..HIGH bool date instant sha256 any, a|b|c, {members}, [type],
 * @Component. A type followed by ? may also be null. Without a type the name decides (`no` and `days` are numbers, `truth` a truth, others text), so
 * that the table of the law (process.h, ProcessRow.fields) can be read as it stands.
 */
#ifndef API_SCHEMA_H
#define API_SCHEMA_H
#include "base/value.h"
#include <stdbool.h>

typedef enum { SCHEMA_TEXT, SCHEMA_INT, SCHEMA_BOOL, SCHEMA_DATE, SCHEMA_INSTANT, SCHEMA_SHA256, SCHEMA_ENUM, SCHEMA_LIST, SCHEMA_OBJECT, SCHEMA_REF, SCHEMA_ANY } SchemaKind;

typedef struct Schema {
    SchemaKind kind;
    const char *name;              /* as a member */
    bool optional, nullable;
    const char **choices;          /* SCHEMA_ENUM */
    int choice_count;
    int64_t low, high;             /* SCHEMA_INT */
    const char *ref;               /* SCHEMA_REF: component name */
    struct Schema *first;          /* members of an object, element of a list */
    struct Schema *next;
} Schema;

/* The object with these members. NULL and *error (English) when the line is malformed: a bug in a table, found by the tests. */
Schema *schema_parse(Arena *arena, const char *members, const char **error);
Schema *schema_type(Arena *arena, const char *type, const char **error);           /* one type: "@Item", "[text]" */
const Schema *schema_member(const Schema *object, const char *name);

typedef enum { SCHEMA_GOOD, SCHEMA_UNKNOWN_MEMBER, SCHEMA_WRONG_TYPE, SCHEMA_BAD_VALUE } SchemaVerdict;
typedef struct SchemaFault {
    SchemaVerdict verdict;
    const char *pointer;           /* RFC 6901: "/materials/0/no" */
    const char *zh, *en;
} SchemaFault;
/* Types, allowed values and unknown members. Absent members are no fault here: what is missing is said by the law, with its article. */
bool schema_check(Arena *arena, const Schema *schema, const Value *value, SchemaFault *fault);
/* The same for one text of a query string. */
bool schema_check_text(Arena *arena, const Schema *member, const char *text, SchemaFault *fault);

/* JSON Schema 2020-12. closed: objects take no other members. */
Value *schema_value(Arena *arena, const Schema *schema, bool closed);
#endif
