#include "source/threadstat.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool read_file(pid_t tid, const char *name, char *buf, size_t size)
{
	char path[40];
	snprintf(path, sizeof path, "/proc/%d/%s", (int)tid, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t n = read(fd, buf, size - 1);
	close(fd);
	if (n <= 0)
		return false;
	buf[n] = '\0';
	return true;
}

bool threadstat_read(pid_t tid, struct threadstat *ret)
{
	char buf[1024];
	if (!read_file(tid, "stat", buf, sizeof buf))
		return false;
	/* The name may hold anything, parentheses too. Behind it is field 3. */
	const char *at = strrchr(buf, ')');
	struct threadstat st;
	if (!at ||
	    sscanf(at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d %" SCNu64, &st.start) != 1)
		return false;
	/* cpu is field 39, policy 41. */
	for (unsigned field = 3; at && field <= 39; field++)
		at = strchr(at + 1, ' ');
	if (!at || sscanf(at, "%d %*u %d", &st.cpu, &st.policy) != 2)
		return false;
	*ret = st;
	return true;
}

bool threadtime_read(pid_t tid, struct threadtime *ret)
{
	char buf[80];
	struct threadtime t;
	if (!read_file(tid, "schedstat", buf, sizeof buf) || sscanf(buf, "%" SCNu64 " %" SCNu64, &t.run_ns, &t.wait_ns) != 2)
		return false;
	*ret = t;
	return true;
}
