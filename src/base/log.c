/* log.c: see log.h. */
#include "base/log.h"
#include <stdarg.h>
#include <stdio.h>
#include <time.h>

LogLevel log_level = LOG_INFO;

void log_line(LogLevel level, const char *what, const char *format, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    char text[1024], line[1400];
    struct timespec now;
    struct tm utc;
    va_list args;
    if (level < log_level) return;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (char *c = text; *c; c++) if (*c == '"' || *c == '\\' || (unsigned char)*c < 0x20) *c = '\'';
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    int n = snprintf(line, sizeof line, "{\"t\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ\",\"level\":\"%s\",\"what\":\"%s\",\"text\":\"%s\"}\n",
                     utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec, now.tv_nsec / 1000000,
                     names[level], what, text);
    if (n > 0) fwrite(line, 1, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1, stderr);
}
