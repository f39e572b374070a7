/*
 * What a tracee's socket is connected to: the kernel's sock_diag knows both ends of a socket by its inode. It asks in the network
 * namespace of the tracee; where that cannot be entered, nothing is known. Owns one netlink socket and a small cache.
 */
#ifndef DECODE_SOCKINFO_H
#define DECODE_SOCKINFO_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct sockinfo;

struct sockinfo *sockinfo_new(void);
void sockinfo_free(struct sockinfo *s);
/* Appends PROTOCOL:[...] for the socket with this inode, which is descriptor fd of the tracee. False, with nothing appended, if
 * the kernel does not even say its protocol. */
bool sockinfo_describe(struct sockinfo *s, pid_t tid, int fd, uint64_t inode, struct buf *out);
/* Remembers the netlink protocol that socket() was called with. */
void sockinfo_remember(struct sockinfo *s, uint64_t inode, int protocol);
/* The netlink protocol (NETLINK_ROUTE ...) of a socket, -1 if it is none or the kernel does not say. */
int sockinfo_netlink(struct sockinfo *s, pid_t tid, int fd, uint64_t inode);

#endif
