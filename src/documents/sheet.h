/* sheet.h: the page description that passes from the law's side (document_sheet) to the painter (`yichuang render`).
 *
 * Plain data, so the painter knows nothing of the law and the law nothing of points and fonts. Data is never markup.
 *   sheet  {paper "A4"|"A4L"|"A5L", title, created "YYYY-MM-DD", fit bool (shrink to one page), frame bool (certificate border),
 *           size INTEGER (tenths of a point, body text), foot text, running text (head of the second and later pages),
 *           page_signs [field] (signature lines at the foot of every page), blocks [block]}
 *   field  "text" or {text, en}
 *   cell   "text" or {text, en, align "left"|"center"|"right", bold bool, fill bool, span INTEGER}
 *   block  {t "organ",   text, en}                       red heading and double line (文头)
 *          {t "title",   text, en}                       centred, sans
 *          {t "number",  text, left}                     right; left: beside it at the left margin
 *          {t "para",    text, en, indent bool, align, bold bool, small bool}
 *          {t "heading", text, en}
 *          {t "table",   widths [INTEGER], head [cell], rows [[cell]], small bool, bare bool (no lines)}
 *          {t "mono",    text}                           small monospace box
 *          {t "sign",    organ, date, ring, seal, bottom bool}   right; ring: text on the arc, seal: text below the star; no ring: no seal
 *          {t "receipt", fields [field]}                 signature lines
 *          {t "qr",      data, lines [text], corner bool, beside bool (of the sign block that follows)}
 *          {t "banner",  text, en, sub, tag, qr}         head of the guide sheet and the window card
 *          {t "rule"} {t "space", mm INTEGER}
 */
#ifndef DOCUMENTS_SHEET_H
#define DOCUMENTS_SHEET_H
enum { SHEET_BLOCKS_MAX = 400, SHEET_PAGES_MAX = 200, SHEET_REQUEST_BYTES = 2 * 1024 * 1024, SHEET_PDF_BYTES = 32 * 1024 * 1024 };
#endif
