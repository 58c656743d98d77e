/* cmd_story.h: yichuang story: tells story files and compares what comes with what they say. */
#ifndef YICHUANG_CMD_STORY_H
#define YICHUANG_CMD_STORY_H

/* argv[0] is "story". Exit codes: 0 all as told, 1 a difference, 2 wrong usage or a file that is not a story. */
int cmd_story(int argc, char **argv);
#endif
