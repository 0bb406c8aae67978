// The stored links judged on a part of the rows: the test rows, which they never saw; the rows that trained them; all.
// What is told of other than test rows is there to be looked at (does a link repeat what it learnt, or know it?) and
// for nothing else: no selection, threshold or method reads it. Pure; thread-safe.
#pragma once

#include <stop_token>
#include <string_view>

#include "analysis/analysis.h"

namespace mlink::analysis {

enum class JudgedRows { test, train, all };
[[nodiscard]] std::string_view to_string(JudgedRows rows);  ///< "test", "train", "all": as typed, too
[[nodiscard]] Result<JudgedRows> judged_rows_from_string(std::string_view text);

/// The rows of a table, ascending.
[[nodiscard]] std::vector<std::size_t> rows_of(const LinkSet& links, const OutputTable& table, JudgedRows rows);
/// How many frames of them some box has an output on, by a matrix of the same table.
[[nodiscard]] std::int64_t frames_of(const MatrixData& matrix, JudgedRows rows);

/// mAP: the labels without a positive on these rows, as the links' box called them at training.
[[nodiscard]] std::vector<std::string> labels_left_out(const OutputColumn& column, const OutputSpec& trained,
                                                       std::span<const std::size_t> rows);

/// The matrix with p, native figure, prior, lift, their intervals, P1, P2 and ensembles on these rows; what a link is
/// (size, best epoch, Pearson, inner_p) stays. On the test rows it is matrix_of(), as it was measured at training, and
/// of the frames of that time; else the frames are those of this table.
/// Predicts everything anew otherwise, a job a link. A link that has no such row tells NaN.
/// The table has the boxes of the links, in their order. Errors: stopped.
[[nodiscard]] Result<MatrixData> matrix_on(const LinkSet& links, const OutputTable& table, JudgedRows rows,
                                           const Executor& executor, const std::stop_token& stop = {});

/// link_detail() on these rows. Errors: as there.
[[nodiscard]] Result<LinkDetail> link_detail_on(const LinkSet& links, const OutputTable& table,
                                                const std::string& source, const std::string& target,
                                                JudgedRows judged);

/// `known` as it would be on these rows: box `target` predicted from `from`, as at training.
[[nodiscard]] LinkFigures figures_on(const LinkSet& links, const OutputTable& table, BoxSet from, int target,
                                     std::span<const std::size_t> rows, LinkFigures known);

}  // namespace mlink::analysis
