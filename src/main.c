/*
 * Wiring: options -> outputs -> source -> pipeline -> sinks, and the exit status. Only this file exits.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "decode/sockinfo.h"
#include "options.h"
#include "output.h"
#include "pipeline.h"

struct run {
	struct config config;
	struct output output[TASK_SINKS];
	struct pipeline pipeline;
};

static void flush_hook(void *ctx)
{
	pipeline_flush(ctx);
}

/* Where sink n writes: the main output is opened once and shared. */
static int open_output(struct run *run, unsigned n)
{
	const char *file = run->config.sinks[n].file;
	if (!file) {
		for (unsigned i = 0; i < n; i++) {
			if (!run->config.sinks[i].file) {
				run->output[n] = run->output[i];
				run->output[n].owned = false;
				run->output[n].command = 0;
				return 0;
			}
		}
		file = run->config.output_separate ? NULL : run->config.output;
	}
	return output_open(file, run->config.output_append, &run->output[n]);
}

static int open_outputs(struct run *run)
{
	for (unsigned n = 0; n < run->config.nsinks; n++) {
		if (open_output(run, n) < 0)
			return -1;
	}
	return 0;
}

static void open_sinks(struct run *run)
{
	struct config *config = &run->config;
	for (unsigned n = 0; n < config->nsinks; n++) {
		int fd = run->output[n].fd;
		struct sink *sink = NULL;
		switch (config->sinks[n].format) {
		case FORMAT_TEXT:
			config->text.fd = fd;
			sink = text_open(&config->text);
			break;
		case FORMAT_JSON:
			config->json.fd = fd;
			sink = json_open(&config->json);
			break;
		case FORMAT_FOLDED:
			config->folded.fd = fd;
			sink = folded_open(&config->folded);
			break;
		case FORMAT_COUNT:
			config->count.fd = fd;
			sink = count_open(&config->count);
			break;
		}
		sink->slot = n;
		run->pipeline.sinks[n] = sink;
	}
	run->pipeline.nsinks = config->nsinks;
}

/* What was traced counts more than what became of its record: a failing output is said once and changes no exit status. */
static void close_sinks(struct run *run)
{
	struct pipeline *p = &run->pipeline;
	unsigned nsinks = p->nsinks;
	int error = 0;
	p->nsinks = 0; /* messages flush the sinks, and these are going */
	for (unsigned n = 0; n < nsinks; n++) {
		int failed = p->sinks[n]->ops->close(p->sinks[n]);
		error = error ? error : failed;
	}
	for (unsigned n = 0; n < run->config.nsinks; n++) {
		int failed = output_close(&run->output[n]);
		error = error ? error : failed;
	}
	if (error)
		diag_errno(-error, "the output is incomplete");
}

/* Ends as the program ended, so that whoever waits for us sees what it would have seen of the program. */
static int end_as(int status)
{
	if (!WIFSIGNALED(status))
		return WEXITSTATUS(status);
	struct rlimit none = {0, 0};
	setrlimit(RLIMIT_CORE, &none);
	int signo = WTERMSIG(status);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, signo);
	signal(signo, SIG_DFL);
	raise(signo);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
	return 128 + signo;
}

_Static_assert(STOP_AT_MAX == CALL_SET_MAX, "the engine takes the set of calls as it is");

/* The engine may pass over calls that nobody wants: neither the user nor what follows the state of tasks. */
static void choose_stops(struct config *config, bool stacks)
{
	struct ptrace_opts *opts = &config->ptrace;
	opts->stop_at_attrs = CA_MULTIPLEXES | (opts->comm ? CA_RENAMES : 0) | (stacks ? CA_MAPS : 0);
	const struct call_set *trace = &config->filter.trace;
	struct call_set all;
	call_set_all(&all);
	if (memcmp(trace->bits, all.bits, sizeof all.bits) == 0)
		return;
	for (unsigned abi = 0; abi < ABI_N; abi++)
		opts->stop_at[abi] = trace->bits[abi];
}

/* Traces until the end; what trapline ends with, as wait would give it. */
static int trace(struct run *run)
{
	int status = 0;
	struct pipeline *p = &run->pipeline;
	struct ptrace_opts *opts = &run->config.ptrace;
	opts->comm = pipeline_wants(p) & SINK_COMM;
	opts->cpu_time = pipeline_wants(p) & SINK_CPU;
	choose_stops(&run->config, p->unwind != NULL);
	opts->idle = flush_hook;
	opts->idle_ctx = p;
	p->source = ptrace_open(opts, &status);
	if (!p->source) {
		close_sinks(run);
		return W_EXITCODE(status, 0);
	}
	int error = pipeline_run(p);
	if (error < 0)
		diag_errno(-error, "waiting for the traced processes failed");
	pipeline_flush(p);
	status = p->source->ops->exit_status(p->source);
	int signo = p->source->ops->interrupted_by(p->source);
	p->source->ops->close(p->source);
	signal(SIGPIPE, SIG_IGN); /* a reader that is gone is an error of writing, also for what sinks write last */
	close_sinks(run);
	if (signo)
		return W_EXITCODE(0, signo);
	return error ? W_EXITCODE(1, 0) : status;
}

int main(int argc, char **argv)
{
	static struct run run;
	diag_set_name(argv[0]);
	int done = options_parse(argc, argv, &run.config);
	if (done >= 0)
		return done;
	/* Outputs are the tracer's: the program must not have a child that it did not start. */
	if ((run.config.ptrace.daemon && ptrace_daemonize(&run.config.ptrace)) || open_outputs(&run) < 0) {
		config_free(&run.config);
		return 1;
	}
	run.pipeline.config = &run.config;
	task_set_init(&run.pipeline.tasks);
	run.config.decode.sockets = sockinfo_new();
	open_sinks(&run);
	if (pipeline_wants(&run.pipeline) & SINK_STACKS)
		run.pipeline.unwind = unwind_new(&run.config.unwind);
	diag_set_hook(flush_hook, &run.pipeline);
	int status = trace(&run);
	diag_set_hook(NULL, NULL);
	task_set_free(&run.pipeline.tasks);
	unwind_free(run.pipeline.unwind);
	sockinfo_free(run.config.decode.sockets);
	config_free(&run.config);
	return end_as(status);
}
