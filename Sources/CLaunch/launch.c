#define _GNU_SOURCE
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int limit(int resource, uint64_t value) {
  if (value == 0) return 0;
  struct rlimit bound = {value, value};
  return setrlimit(resource, &bound);
}

static int prepare(const char *folder, int input, int output, int errors, const struct launch_limits *limits) {
  if (setpgid(0, 0) != 0) return -1;
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  // Out of the way first: a parent without standard streams may have been given 0, 1 or 2.
  input = fcntl(input, F_DUPFD_CLOEXEC, 3);
  output = fcntl(output, F_DUPFD_CLOEXEC, 3);
  errors = fcntl(errors, F_DUPFD_CLOEXEC, 3);
  if (input < 0 || output < 0 || errors < 0) return -1;
  if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(errors, 2) < 0) return -1;
  if (chdir(folder) != 0) return -1;
  if (limit(RLIMIT_AS, limits->address_space) != 0 || limit(RLIMIT_CPU, limits->cpu_seconds) != 0) return -1;
  if (limit(RLIMIT_FSIZE, limits->file_size) != 0 || limit(RLIMIT_NOFILE, limits->open_files) != 0) return -1;
  if (limit(RLIMIT_NPROC, limits->processes) != 0 || limit(RLIMIT_CORE, 0) != 0) return -1;
  for (int number = 1; number < 32; number++) {
    if (number != SIGKILL && number != SIGSTOP) signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  return sigprocmask(SIG_SETMASK, &none, 0);
}

pid_t launch_program(const char *path, char *const arguments[], char *const environment[], const char *folder,
                     int input, int output, int errors, const struct launch_limits *limits) {
  int report[2];
  if (launch_pipe(report) != 0) return -errno;
  pid_t child = fork();
  if (child < 0) {
    int code = errno;
    close(report[0]);
    close(report[1]);
    return -code;
  }
  if (child == 0) {
    // Above 2 everything closes at exec, the report pipe too.
    if (prepare(folder, input, output, errors, limits) == 0) {
      syscall(SYS_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC);
      execve(path, arguments, environment);
    }
    int code = errno;
    while (write(report[1], &code, sizeof code) < 0 && errno == EINTR) {}
    _exit(127);
  }
  close(report[1]);
  int code = 0;
  ssize_t count;
  do {
    count = read(report[0], &code, sizeof code);
  } while (count < 0 && errno == EINTR);
  close(report[0]);
  if (count == (ssize_t)sizeof code) {
    while (waitpid(child, 0, 0) < 0 && errno == EINTR) {}
    return -code;
  }
  return child;
}

int launch_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
