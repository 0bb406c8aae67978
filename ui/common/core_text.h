// What the core says (headings of tables, names of settings, reasons), in the language of the window. For the screen
// only: what is written into files stays as the core says it. Thread-safe.
#pragma once

#include <QString>
#include <span>
#include <string>

namespace mlink::ui {

/// Texts of core_words() in the window's language, also with something in place of %1, and with a unit behind: "time
/// (ms)". All others as they are.
[[nodiscard]] QString core_text(const std::string& text);

/// What the translators see (core_words.cpp).
[[nodiscard]] std::span<const char* const> core_words();

}  // namespace mlink::ui
