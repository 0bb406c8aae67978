// The kernel for x86-64-v4 (AVX-512); CMakeLists.txt sets its compiler flags.
#define MLINK_KERNEL v4
#include "links/kernel/kernel.inl"
