// Internal to core/store: what the file looks like, and how an older one becomes a newer one.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "store/connection.h"

namespace mlink::store {

constexpr std::int64_t kApplicationId = 0x4d4c6e6b;  // "MLnk"

/// Kinds of cost beside those of a budget: seconds of bringing a box in and out.
constexpr const char* kLoading = "loading";
constexpr const char* kUnloading = "unloading";

/// One step forward: from user_version n to n + 1, where n is its place in the list. Each is a transaction.
struct Migration {
  const char* sql = "";
};

/// The steps of this program; their number is the newest user_version it reads.
[[nodiscard]] std::span<const Migration> migrations();

/// Takes the file from its user_version to steps.size(). What was done before a step that fails stays done.
[[nodiscard]] Status migrate(Connection& connection, std::span<const Migration> steps);

/// Fails unless the file is an experiment (application_id) that `newest` steps know: newer_version, corrupt.
[[nodiscard]] Result<std::int64_t> check_identity(Connection& connection, std::int64_t newest);

}  // namespace mlink::store
