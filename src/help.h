/* What --help and --version print, on stdout. The options come from option_rows. */
#ifndef HELP_H
#define HELP_H

void help_print(void);
void help_version(void);

#endif
