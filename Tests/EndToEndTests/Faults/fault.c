/* Fails the FAULT_AT-th call of write, pwrite, fsync, fdatasync, close, rename, link or mkdir that touches a path below
   FAULT_FOLDER, and appends one byte to FAULT_COUNT for each such call. Loaded with LD_PRELOAD by FaultTests. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long calls;

/* 1 when this call is the one to fail. */
static int hit(const char *path) {
  const char *folder = getenv("FAULT_FOLDER"), *at = getenv("FAULT_AT"), *count = getenv("FAULT_COUNT");
  if (!folder || !path || strncmp(path, folder, strlen(folder)) != 0) return 0;
  if (count) {
    int out = syscall(SYS_openat, AT_FDCWD, count, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (out >= 0) { syscall(SYS_write, out, "x", 1); syscall(SYS_close, out); }
  }
  return at && atomic_fetch_add(&calls, 1) + 1 == atol(at);
}

static int hit_descriptor(int descriptor) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length < 0) return 0;
  path[length] = 0;
  return hit(path);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count) {
  if (hit_descriptor(fd)) { errno = ENOSPC; return -1; }
  return syscall(SYS_write, fd, bytes, count);
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
  if (hit_descriptor(fd)) { errno = ENOSPC; return -1; }
  return syscall(SYS_pwrite64, fd, bytes, count, at);
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
  if (hit_descriptor(fd)) { errno = ENOSPC; return -1; }
  return syscall(SYS_pwrite64, fd, bytes, count, at);
}
int fsync(int fd) {
  if (hit_descriptor(fd)) { errno = EIO; return -1; }
  return syscall(SYS_fsync, fd);
}
int fdatasync(int fd) {
  if (hit_descriptor(fd)) { errno = EIO; return -1; }
  return syscall(SYS_fdatasync, fd);
}
int close(int fd) {
  int failing = hit_descriptor(fd);
  int result = syscall(SYS_close, fd);
  if (failing) { errno = EIO; return -1; }
  return result;
}
int rename(const char *from, const char *to) {
  if (hit(to)) { errno = EIO; return -1; }
  return NEXT(rename)(from, to);
}
int link(const char *from, const char *to) {
  if (hit(to)) { errno = ENOSPC; return -1; }
  return NEXT(link)(from, to);
}
int mkdir(const char *path, mode_t mode) {
  if (hit(path)) { errno = ENOSPC; return -1; }
  return NEXT(mkdir)(path, mode);
}
