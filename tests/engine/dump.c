/*
 * Prints the events of the ptrace engine, one line each, with tids numbered in the order in which they appear: #1, #2 ... A
 * stand-in for main in the engine's tests. Ends as a tracer should: with the program's status, or by the signal that ended it.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/check.h"
#include "base/diag.h"
#include "source/source.h"

static FILE *out;

static unsigned number_of(pid_t tid)
{
	/* As many as the kernel can have. */
	static unsigned number[1 << 22];
	static unsigned n;
	CHECK(tid > 0 && (size_t)tid < sizeof number / sizeof *number);
	if (!number[tid])
		number[tid] = ++n;
	return number[tid];
}

static void print_enter(const struct event *ev, struct mem *mem)
{
	char path[64] = "";
	int ended = 0;
	fprintf(out, "enter abi=%d nr=%llu%s", (int)ev->u.enter.abi, (unsigned long long)ev->u.enter.nr,
	        ev->u.enter.pending ? " pending" : "");
	if (ev->u.enter.nr == 59 && mem_read_str(mem, ev->u.enter.args[0], path, sizeof path - 1, &ended) >= 0)
		fprintf(out, " %s", path);
}

static void print_event(const struct event *ev, struct mem *mem)
{
	if (ev->kind == EV_END) {
		fprintf(out, "end\n");
		return;
	}
	fprintf(out, "#%u ", number_of(ev->tid));
	switch (ev->kind) {
	case EV_ENTER:
		print_enter(ev, mem);
		break;
	case EV_EXIT:
		if (ev->u.exit.error)
			fprintf(out, "exit error=%d", ev->u.exit.error);
		else
			fprintf(out, "exit value=%lld", (long long)ev->u.exit.value);
		break;
	case EV_SIGNAL:
		fprintf(out, "signal %d", ev->u.signal.signo);
		break;
	case EV_STOP:
		fprintf(out, "stop %d", ev->u.signal.signo);
		break;
	case EV_TASK_NEW:
		fprintf(out, "new origin=%d tgid=#%u", (int)ev->u.task.origin, number_of(ev->u.task.tgid));
		if (ev->u.task.parent)
			fprintf(out, " parent=#%u", number_of(ev->u.task.parent));
		if (ev->u.task.nthreads)
			fprintf(out, " nthreads=%u", ev->u.task.nthreads);
		break;
	case EV_EXEC:
		fprintf(out, "exec old=#%u", number_of(ev->u.exec.old_tid));
		break;
	case EV_EXITING:
		fprintf(out, "exiting");
		break;
	case EV_TASK_EXIT:
		if (ev->u.task_exit.superseded_by)
			fprintf(out, "gone superseded=#%u", number_of(ev->u.task_exit.superseded_by));
		else if (WIFSIGNALED(ev->u.task_exit.status))
			fprintf(out, "gone signal=%d", WTERMSIG(ev->u.task_exit.status));
		else
			fprintf(out, "gone status=%d", WEXITSTATUS(ev->u.task_exit.status));
		break;
	case EV_DETACHED:
		fprintf(out, "detached");
		break;
	case EV_LOST:
	case EV_END:
		fprintf(out, "lost");
		break;
	}
	fputc('\n', out);
}

static void end_by(int signo)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){0});
	signal(signo, SIG_DFL);
	raise(signo);
}

static int usage(void)
{
	fprintf(stderr, "usage: dump [-f] [-c] [-o FILE] [-u USER] [-E VAR[=VAL]] [-0 ARGV0] [-I N] [-p PID]... [PROG [ARG]...]\n");
	return 2;
}

int main(int argc, char **argv)
{
	struct ptrace_opts opts = {0};
	pid_t pids[64];
	char *env[65] = {NULL};
	size_t nenv = 0;
	out = stdout;
	diag_set_name("dump");
	for (int c; (c = getopt(argc, argv, "+fco:u:E:0:I:p:")) != -1;) {
		if (c == 'f')
			opts.follow = true;
		else if (c == 'c')
			opts.cpu_time = true;
		else if (c == 'o' && (out = fopen(optarg, "we")))
			opts.output_is_file = true;
		else if (c == 'u')
			opts.user = optarg;
		else if (c == 'E' && nenv < 64)
			env[nenv++] = optarg;
		else if (c == '0')
			opts.argv0 = optarg;
		else if (c == 'I')
			opts.interruptible = atoi(optarg);
		else if (c == 'p' && opts.nattach < 64)
			pids[opts.nattach++] = atoi(optarg);
		else
			return usage();
	}
	opts.env_changes = env;
	opts.attach = pids;
	if (optind < argc)
		opts.argv = argv + optind;
	int status = 0, err;
	struct source *src = ptrace_open(&opts, &status);
	if (!src)
		return status;
	struct event ev = {.kind = EV_LOST};
	while ((err = src->ops->next(src, &ev)) == 0 && ev.kind != EV_END) {
		print_event(&ev, src->ops->mem(src));
		fflush(out);
	}
	print_event(&ev, NULL);
	status = src->ops->exit_status(src);
	int by = src->ops->interrupted_by(src);
	src->ops->close(src);
	fclose(out);
	if (by || WIFSIGNALED(status))
		end_by(by ? by : WTERMSIG(status));
	return err ? 1 : WEXITSTATUS(status);
}
