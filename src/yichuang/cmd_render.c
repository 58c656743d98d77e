/* cmd_render.c: `yichuang render`: the painter child of the server. Reads sheets on standard input, writes PDFs on standard output. */
#include "documents/renderer.h"
#include "yichuang/commands.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int cmd_render(int argc, char **argv) {
    if (argc > 1) {
        bool help = !strcmp(argv[1], "--help");
        fprintf(help ? stdout : stderr, "Usage: yichuang render\n"
                "Paints documents for `yichuang serve`: length-prefixed JSON sheets on standard input, PDFs on standard output, in a sandbox. Not for people.\n");
        return help ? 0 : 2;
    }
    return render_child_main(STDIN_FILENO, STDOUT_FILENO);
}
