/*
 * Hostile input to the unwinder: this program's own code with damaged files, damaged stacks and damaged registers. There is nothing
 * to expect but an end: every stack is bounded and nothing crashes. Usage: fuzz_unwind SECONDS [SEED]
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "unwind/unwind.h"

#define LIMIT 64

static uint64_t state;

static uint64_t random_number(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* A copy of a file with some of its bytes changed, perhaps cut. */
static void damage(const char *from, const char *to)
{
	static char bytes[4 << 20];
	int in = open(from, O_RDONLY), out = open(to, O_RDWR | O_CREAT | O_TRUNC, 0700);
	ssize_t len = read(in, bytes, sizeof bytes);
	close(in);
	if (len <= 0 || out < 0)
		exit(2);
	/* Mostly where structure is: at the beginning and the end. */
	for (uint64_t n = random_number() % 40; n; n--) {
		uint64_t range = random_number() % 3 ? 1024 : (uint64_t)len;
		uint64_t at = random_number() % range;
		if (random_number() % 2)
			at = (uint64_t)len - 1 - at % (uint64_t)len;
		bytes[at % (uint64_t)len] = (char)random_number();
	}
	if (random_number() % 8 == 0)
		len = (ssize_t)(random_number() % (uint64_t)len);
	if (write(out, bytes, (size_t)len) != len)
		exit(2);
	close(out);
}

/* Takes stacks whose registers point into the mapped file, this stack, or nowhere. */
static void take(struct unwind *unwind, const char *code, size_t len)
{
	struct stack_trace trace = {0};
	struct mem *mem = mem_live_new();
	struct task task = {.tid = getpid(), .tgid = getpid()};
	uint64_t stack[512];
	for (unsigned i = 0; i < 512; i++)
		stack[i] =
			(uint64_t)(uintptr_t)(i % 2 ? (const void *)(code + random_number() % len) : &stack[random_number() % 512]);
	struct regs regs = {.n = 17, .pc = 16, .sp = 7, .fp = 6, .word = 8};
	for (unsigned i = 0; i < regs.n; i++)
		regs.r[i] = random_number() % 3 ? (uint64_t)(uintptr_t)&stack[random_number() % 512] : random_number();
	regs.r[regs.pc] = (uint64_t)(uintptr_t)code + random_number() % len;
	mem_live_target(mem, getpid());
	unwind_take(unwind, &task, &regs, mem, &trace);
	if (!trace.stack || trace.stack->nframes > LIMIT)
		abort();
	for (unsigned i = 0; i < trace.stack->nframes; i++) {
		unsigned n;
		stack_frame_names(trace.stack->frame[i], &n);
	}
	stack_trace_free(&trace);
	mem_close(mem);
}

static void run_once(const char *file)
{
	const size_t len = 1 << 20;
	struct unwind *unwind = unwind_new(&(struct unwind_opts){.limit = LIMIT, .source = true});
	int fd = open(file, O_RDONLY);
	char *code = mmap(NULL, len, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
	if (code == MAP_FAILED)
		exit(2);
	for (unsigned i = 0; i < 30; i++)
		take(unwind, code, len);
	munmap(code, len);
	close(fd);
	unwind_free(unwind);
}

int main(int argc, char **argv)
{
	if (!unwind_features())
		return 77;
	long seconds = argc > 1 ? strtol(argv[1], NULL, 10) : 1;
	state = argc > 2 ? strtoull(argv[2], NULL, 10) : (uint64_t)time(NULL);
	char file[64];
	unsigned long rounds = 0;
	snprintf(file, sizeof file, "/tmp/fuzz_unwind.%d", (int)getpid());
	for (time_t end = time(NULL) + seconds; time(NULL) < end; rounds++) {
		uint64_t seed = state;
		damage("/proc/self/exe", file);
		pid_t pid = fork();
		if (pid == 0) {
			run_once(file);
			_exit(0);
		}
		int status;
		if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
			printf("status %#x with seed %llu, file %s\n", status, (unsigned long long)seed, file);
			return 1;
		}
		random_number();
	}
	unlink(file);
	printf("%lu damaged files\n", rounds);
	return 0;
}
