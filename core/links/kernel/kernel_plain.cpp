// The kernel for any CPU of the architecture; CMakeLists.txt sets its compiler flags.
#define MLINK_KERNEL plain
#include "links/kernel/kernel.inl"
