#pragma once
#include <stddef.h>
#include <stdint.h>

/// Starts libFuzzer with the reader target.
int FuzzReaders_main(int argc, char **argv);
