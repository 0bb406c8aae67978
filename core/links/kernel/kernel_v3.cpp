// The kernel for x86-64-v3 (AVX2, FMA); CMakeLists.txt sets its compiler flags.
#define MLINK_KERNEL v3
#include "links/kernel/kernel.inl"
