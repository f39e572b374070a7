/* Latency histograms of the summary: one for percentiles, finely divided, and one to be drawn. */
#include "sink/count_cols.h"

#define HIST_SUB   (1u << HIST_SUB_BITS)
#define BAR_LENGTH 44

static unsigned log2_floor(uint64_t v)
{
	return 63 - (unsigned)__builtin_clzll(v);
}

static unsigned hist_slot(uint64_t ns)
{
	if (ns < HIST_SUB)
		return (unsigned)ns;
	unsigned shift = log2_floor(ns) - HIST_SUB_BITS;
	return ((shift + 1) << HIST_SUB_BITS) + (unsigned)((ns >> shift) & (HIST_SUB - 1));
}

/* The middle of a slot. */
static uint64_t hist_value(unsigned slot)
{
	if (slot < HIST_SUB)
		return slot;
	unsigned shift = (slot >> HIST_SUB_BITS) - 1;
	uint64_t low = (uint64_t)(HIST_SUB + slot % HIST_SUB) << shift;
	return low + (((uint64_t)1 << shift) >> 1);
}

void hist_add(struct count_hist *hist, uint64_t ns)
{
	uint64_t us = ns / 1000;
	unsigned bar = us ? log2_floor(us) + 1 : 0;
	hist->slot[hist_slot(ns)]++;
	hist->bar[bar < HIST_BARS ? bar : HIST_BARS - 1]++;
}

void hist_merge(struct count_hist *hist, const struct count_hist *other)
{
	for (unsigned i = 0; i < HIST_SLOTS; i++)
		hist->slot[i] += other->slot[i];
	for (unsigned i = 0; i < HIST_BARS; i++)
		hist->bar[i] += other->bar[i];
}

uint64_t hist_percentile(const struct count_hist *hist, unsigned percent)
{
	uint64_t calls = 0, seen = 0;
	for (unsigned i = 0; i < HIST_SLOTS; i++)
		calls += hist->slot[i];
	/* The nearest rank: the smallest one that leaves no more than the remaining percentage above it. */
	uint64_t rank = calls / 100 * percent + (calls % 100 * percent + 99) / 100;
	for (unsigned i = 0; i < HIST_SLOTS; i++) {
		seen += hist->slot[i];
		if (seen && seen >= rank)
			return hist_value(i);
	}
	return 0;
}

void hist_draw(const struct count_hist *hist, struct buf *out)
{
	unsigned first = HIST_BARS, last = 0;
	uint64_t most = 0;
	for (unsigned i = 0; i < HIST_BARS; i++) {
		if (!hist->bar[i])
			continue;
		if (first == HIST_BARS)
			first = i;
		last = i;
		most = hist->bar[i] > most ? hist->bar[i] : most;
	}
	for (unsigned i = first; i <= last; i++) {
		uint64_t from = i ? (uint64_t)1 << (i - 1) : 0, to = (uint64_t)1 << i;
		/* Any call at all shows. */
		unsigned len = (unsigned)((double)hist->bar[i] / (double)most * BAR_LENGTH);
		if (hist->bar[i] && !len)
			len = 1;
		buf_printf(out, "%9llu .. %-9llu %9llu |", (unsigned long long)from, (unsigned long long)to,
		           (unsigned long long)hist->bar[i]);
		buf_fill(out, '#', len);
		buf_putc(out, '\n');
	}
}
