/* log.h: JSON lines on stderr, for people and journald. Never log personal data, passwords, query codes or tokens. */
#ifndef BASE_LOG_H
#define BASE_LOG_H
typedef enum { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR } LogLevel;
extern LogLevel log_level;      /* lowest level written; LOG_INFO at start */
void log_line(LogLevel level, const char *what, const char *format, ...) __attribute__((format(printf, 3, 4)));
#endif
