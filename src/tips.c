#include "tips.h"

#include <stdio.h>
#include <time.h>

#include "base/diag.h"

static const struct {
	const char *text, *command;
} tips[] = {
	{"Failed calls often say why a program gives up.", "-f -Z make"},
	{"A file that is not found is looked for in many places first.", "-f -e trace=%file -e errno=ENOENT,EACCES cc x.c"},
	{"-y shows which file a descriptor is.", "-y cat /etc/hostname"},
	{"What a program waits for is the last line of its trace.", "-f -p $(pidof -s nginx)"},
	{"The slow calls alone.", "-f -T --slower-than=10ms -p 1234"},
	{"Percentiles say more than averages.", "-c -w -U p50,p95,p99,calls,name ls -R /usr"},
	{"Only what touches some files, by pattern.", "-f -P '/etc/*' sshd -t"},
	{"Text for people and JSON for programs in one run.", "-f -o out.txt --format=json:out.json make"},
	{"A file for each thread.", "-ff -o trace -p 1234"},
	{"All that went through a socket, in full.", "-e trace=%net -e read=3 -e write=3 curl example.org"},
	{"Which call waited for which file of a whole group of processes?", "-y --attach-tree=1234"},
	{"Names of arguments, for who does not know them by heart.", "-N ls"},
	{"What is a call's number, what are its arguments and groups?", "--list-syscalls=openat"},
	{"A group without some of its calls.", "-e trace=%file,!stat,!lstat find /etc"},
};

void tips_print(long id, enum tips_format format)
{
	const long count = sizeof tips / sizeof *tips;
	if (id < 0)
		id = (long)time(NULL);
	id %= count;
	printf("Tip %ld: %s\n", id, tips[id].text);
	if (format == TIPS_FULL)
		printf("    %s %s\n", diag_name(), tips[id].command);
}
