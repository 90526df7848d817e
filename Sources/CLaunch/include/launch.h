#pragma once
#include <stdint.h>
#include <sys/types.h>

/// Limits of a child process; 0 leaves the limit as it is.
struct launch_limits {
  uint64_t address_space;
  uint64_t cpu_seconds;
  uint64_t file_size;
  uint64_t open_files;
  uint64_t processes;
};

/// Starts a program in a process group of its own, with nothing of the parent's but three descriptors.
///
/// The program may gain no rights, and is killed when its parent ends. Returns its process id, or the negative number
/// of the error that kept it from starting. Only async-signal-safe calls are made between fork and exec.
pid_t launch_program(const char *path, char *const arguments[], char *const environment[], const char *folder,
                     int input, int output, int errors, const struct launch_limits *limits);

/// Makes a pipe that no program started elsewhere inherits. Returns 0, or -1 with the error in errno.
int launch_pipe(int ends[2]);
