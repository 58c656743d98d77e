/* lint.h: what is wrong with an item's published text, rule by rule (DOMAIN 2.6 L1-L14, XK-30 six blocks, XK-58, XK-26a, XK-29). */
#ifndef CATALOG_LINT_H
#define CATALOG_LINT_H
#include "catalog/catalog.h"

typedef enum { LINT_WARN, LINT_ERROR } LintSeverity;      /* an item with an error cannot be published */

typedef struct { const char *rule; LintSeverity severity; const char *zh, *en, *article; const char *detail; } LintFinding;   /* detail: Chinese, names the place */

typedef struct LintRule { const char *id; LintSeverity severity; const char *zh, *en, *article; } LintRule;
int lint_rule_count(void);
const LintRule *lint_rule_number(int index);

/* Findings of one item, errors first. catalog gives departments and windows; NULL skips the rules that need them. */
LintFinding *lint_item(Arena *arena, const Catalog *catalog, const Item *item, int *count);
int lint_errors(const LintFinding *findings, int count);
/* {day, items, clean, errors, warnings, rules:[{id,severity,zh,en,article,hits}], items_found:[{code,name,version,findings:[{rule,severity,zh,en,article,detail}]}]} */
Value *lint_report(Arena *arena, const Catalog *catalog, Day day);
#endif
