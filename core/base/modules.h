// Parts of the program that are modules of their own, loaded when they are first needed: LibTorch takes 0.7 s and 145
// MB to load, which a command that reads a table should not wait for. A module gives a table of functions; it is never
// unloaded, since libraries have threads and objects that live as long as the program. Thread-safe.
#pragma once

#include <filesystem>

#include "base/error.h"

namespace mlink::base {

/// A part of the program by the place where the build left it: the file of that name beside the program, which was
/// copied or installed elsewhere with its parts, or else `built`.
[[nodiscard]] std::filesystem::path beside_the_program(const std::filesystem::path& built);

/// Loads the module, from beside the program or else from `built`, where the build left it, and calls its function
/// `entry`: the address of a table whose type the caller knows. `library`: what the module is made of, for errors.
/// Errors: it is not there, or cannot be loaded; it is of another build.
[[nodiscard]] Result<const void*> module_table(const std::filesystem::path& built, const char* entry,
                                               const std::string& library);

/// A table of the module that uses LibTorch (the folders torch/ of the rooms), by the name of its function.
/// Errors: as above.
[[nodiscard]] Result<const void*> torch_table(const char* entry);
template <class Table>
[[nodiscard]] Result<const Table*> torch_table_of(const char* entry) {
  MLINK_ASSIGN(const void* table, torch_table(entry));
  return static_cast<const Table*>(table);
}

}  // namespace mlink::base
