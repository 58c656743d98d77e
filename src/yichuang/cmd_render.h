/* cmd_render.h: the subcommand `yichuang render`. */
#ifndef YICHUANG_CMD_RENDER_H
#define YICHUANG_CMD_RENDER_H
int cmd_render(int argc, char **argv);   /* argv[0] is "render" */
#endif
