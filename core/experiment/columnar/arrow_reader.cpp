// Parquet and Arrow IPC, batch by batch.
#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <arrow/record_batch.h>
#include <arrow/util/utf8.h>
#include <fmt/format.h>
#include <parquet/arrow/reader.h>
#include <parquet/exception.h>

#include <cerrno>
#include <cstring>
#include <functional>

#include "experiment/columnar/arrow_module.h"

namespace mlink::experiment {
namespace {

constexpr std::int64_t kRowsAtOnce = 8192;

/// A file's batches from its beginning, null behind the last. It keeps alive what they come from.
struct Batches {
  std::shared_ptr<arrow::Schema> schema;
  std::function<arrow::Result<std::shared_ptr<arrow::RecordBatch>>()> next;
  std::function<double(std::int64_t rows)> share;  ///< of the file, once so many rows were read
};

std::string_view title(ColumnFile kind) { return kind == ColumnFile::parquet ? "Parquet" : "Arrow"; }

tl::unexpected<Error> failed(ErrorKind kind, std::string what, std::string todo, const std::filesystem::path& path) {
  return tl::make_unexpected(Error{kind, std::move(what), std::move(todo), path.string()});
}

/// What Arrow says of a damaged file, on one line.
tl::unexpected<Error> damaged(ColumnFile kind, std::string why, const std::filesystem::path& path) {
  if (const auto end = why.find('\n'); end != std::string::npos) why.resize(end);
  while (!why.empty() && why.back() == '.') why.pop_back();
  return failed(ErrorKind::corrupt, fmt::format("The {} file is damaged: {}.", title(kind), why),
                "Copy it again, or write it again.", path);
}

tl::unexpected<Error> encrypted(const std::filesystem::path& path) {
  return failed(ErrorKind::unsupported, "The Parquet file is encrypted.", "Save it without encryption.", path);
}

/// The bytes at the file's beginning or end, fewer where it is short.
Result<std::string> bytes_of(arrow::io::RandomAccessFile& file, bool at_end, std::int64_t wanted,
                             const std::filesystem::path& path) {
  const auto size = file.GetSize();
  if (!size.ok()) return failed(ErrorKind::io, "The file cannot be read.", "Check its permissions.", path);
  const auto count = std::min(wanted, *size);
  std::string bytes(static_cast<std::size_t>(count), '\0');
  const auto read = file.ReadAt(at_end ? *size - count : 0, count, bytes.data());
  if (!read.ok() || *read != count) return failed(ErrorKind::io, "Reading failed.", "Check the disk.", path);
  return bytes;
}

/// Everything that the first and last bytes tell, before Arrow looks at what is between.
Status check_ends(arrow::io::RandomAccessFile& file, ColumnFile kind, const std::filesystem::path& path) {
  MLINK_ASSIGN(const auto head, bytes_of(file, false, 12, path));
  if (head.starts_with("\x1F\x8B"))
    return failed(ErrorKind::unsupported, fmt::format("The {} file is packed with gzip.", title(kind)),
                  "Unpack it first: such a file is packed inside.", path);
  for (const auto other : {ColumnFile::parquet, ColumnFile::arrow})
    if (other != kind && begins_as(other, head))
      return failed(
          ErrorKind::invalid_input, fmt::format("This is {} and not {}.", title(other), title(kind)),
          fmt::format("Leave --format out, or give --format {}.", other == ColumnFile::parquet ? "parquet" : "arrow"),
          path);
  if (!begins_as(kind, head))
    return failed(ErrorKind::corrupt, fmt::format("This is no {} file: it does not begin as one.", title(kind)),
                  "Check that the file is what its name says.", path);
  if (head.starts_with("PARE")) return encrypted(path);
  if (head.starts_with("FEA1"))
    return failed(ErrorKind::unsupported, "This is Feather of version 1.", "Write it again as version 2 (Arrow IPC).",
                  path);
  if (kind == ColumnFile::arrow && !head.starts_with("ARROW1")) return {};  // a stream may end anywhere
  const std::string mark = kind == ColumnFile::parquet ? "PAR1" : "ARROW1";
  MLINK_ASSIGN(const auto tail, bytes_of(file, true, static_cast<std::int64_t>(mark.size()), path));
  MLINK_ASSIGN(const auto ends, bytes_of(file, true, 12, path));
  if (tail == mark && ends.size() == 12) return {};
  return failed(ErrorKind::corrupt, fmt::format("The {} file is cut off: its end is missing.", title(kind)),
                "Copy it again, or write it again.", path);
}

Result<Batches> parquet_batches(const std::shared_ptr<arrow::io::ReadableFile>& file,
                                const std::filesystem::path& path) {
  const auto wrong = [&](const auto& why) -> Result<Batches> { return damaged(ColumnFile::parquet, why, path); };
  return without_exceptions(
      [&]() -> Result<Batches> {
        parquet::ReaderProperties reading;
        reading.enable_buffered_stream();  // a part of a column at a time, however large its row group is
        parquet::ArrowReaderProperties as_arrow(false);
        as_arrow.set_batch_size(kRowsAtOnce);
        as_arrow.set_pre_buffer(false);
        auto plain = parquet::ParquetFileReader::Open(file, reading);
        if (plain->metadata()->is_encryption_algorithm_set()) return encrypted(path);
        auto opened = parquet::arrow::FileReader::Make(arrow::default_memory_pool(), std::move(plain), as_arrow);
        if (!opened.ok()) return wrong(opened.status().message());
        const std::shared_ptr<parquet::arrow::FileReader> reader = std::move(*opened);
        auto batches = reader->GetRecordBatchReader();
        if (!batches.ok()) return wrong(batches.status().message());
        const std::shared_ptr<arrow::RecordBatchReader> source = std::move(*batches);
        const auto rows =
            static_cast<double>(std::max<std::int64_t>(1, reader->parquet_reader()->metadata()->num_rows()));
        return Batches{source->schema(), [reader, source] { return source->Next(); },
                       [rows](std::int64_t read) { return static_cast<double>(read) / rows; }};
      },
      wrong);
}

Result<Batches> arrow_batches(const std::shared_ptr<arrow::io::ReadableFile>& file, bool is_file, std::int64_t size,
                              const std::filesystem::path& path) {
  auto options = arrow::ipc::IpcReadOptions::Defaults();
  options.use_threads = false;
  if (!is_file) {
    if (const auto at_begin = file->Seek(0); !at_begin.ok())
      return failed(ErrorKind::io, "Reading failed.", "Check the disk.", path);
    auto opened = arrow::ipc::RecordBatchStreamReader::Open(std::shared_ptr<arrow::io::InputStream>(file), options);
    if (!opened.ok()) return damaged(ColumnFile::arrow, opened.status().message(), path);
    const auto share = [file, size](std::int64_t) {
      return static_cast<double>(file->Tell().ValueOr(0)) / static_cast<double>(size);
    };
    return Batches{(*opened)->schema(), [reader = *opened] { return reader->Next(); }, share};
  }
  auto opened = arrow::ipc::RecordBatchFileReader::Open(std::shared_ptr<arrow::io::RandomAccessFile>(file), options);
  if (!opened.ok()) return damaged(ColumnFile::arrow, opened.status().message(), path);
  const auto at = std::make_shared<int>(0);
  const auto next = [reader = *opened, at]() -> arrow::Result<std::shared_ptr<arrow::RecordBatch>> {
    if (*at >= reader->num_record_batches()) return nullptr;
    return reader->ReadRecordBatch((*at)++);
  };
  const double count = std::max(1, (*opened)->num_record_batches());
  return Batches{(*opened)->schema(), next, [at, count](std::int64_t) { return *at / count; }};
}

Result<Batches> open_batches(const std::filesystem::path& path, ColumnFile kind, std::int64_t& size) {
  auto opened = arrow::io::ReadableFile::Open(path.string());
  if (!opened.ok())
    return failed(ErrorKind::io, fmt::format("The file cannot be read ({}).", std::strerror(errno)),
                  "Check its permissions.", path);
  const auto& file = *opened;
  MLINK_TRY(check_ends(*file, kind, path));
  size = file->GetSize().ValueOr(1);
  if (kind == ColumnFile::parquet) return parquet_batches(file, path);
  MLINK_ASSIGN(const auto head, bytes_of(*file, false, 6, path));
  return arrow_batches(file, head == "ARROW1", size, path);
}

class ArrowReader : public ColumnReader {
 public:
  ArrowReader(std::filesystem::path path, ColumnFile kind) : path_(std::move(path)), kind_(kind) {}

  [[nodiscard]] Status open();
  [[nodiscard]] const std::vector<ColumnInfo>& columns() const override { return columns_; }
  [[nodiscard]] Result<bool> next(CsvRecord& record) override;
  [[nodiscard]] std::int64_t bytes() const override {
    return static_cast<std::int64_t>(static_cast<double>(size_) * std::min(1.0, batches_.share(line_)));
  }

 private:
  [[nodiscard]] Status read_columns();
  [[nodiscard]] Status find_widths();
  void make_cells();
  /// The next batch that has rows; false: there is none.
  [[nodiscard]] Result<bool> next_batch();

  std::filesystem::path path_;
  ColumnFile kind_;
  std::int64_t size_ = 1;
  Batches batches_;
  std::vector<ColumnInfo> columns_;
  std::vector<ColumnCells> cells_;
  std::shared_ptr<arrow::RecordBatch> batch_;
  std::int64_t row_ = 0;   ///< of the batch
  std::int64_t line_ = 0;  ///< rows given
};

Status ArrowReader::open() {
  MLINK_ASSIGN(batches_, open_batches(path_, kind_, size_));
  MLINK_TRY(read_columns());
  MLINK_TRY(find_widths());
  make_cells();
  return {};
}

Status ArrowReader::read_columns() {
  for (int i = 0; i < batches_.schema->num_fields(); ++i) {
    const auto& field = *batches_.schema->field(i);
    const auto column = static_cast<std::size_t>(i) + 1;
    const auto& name = field.name();
    if (!arrow::util::ValidateUTF8(name) || !why_no_text(name).empty())
      return fail_at({0, column, {}, true}, "its name is not text.", "A name in UTF-8 is expected.", path_.string());
    auto info = info_of(name, *field.type());
    if (!info)
      return fail_at({0, column, name, true}, fmt::format("its type is {}.", in_quotes(field.type()->ToString())),
                     "Numbers, texts, true or false, times, and lists of numbers or of texts are expected.",
                     path_.string());
    columns_.push_back(std::move(*info));
  }
  return {};
}

/// Lists without a fixed size have that of the first one; only the beginning of the file is read for it.
Status ArrowReader::find_widths() {
  const auto open_ones = [this] {
    return std::any_of(columns_.begin(), columns_.end(), [](const auto& info) { return info.width == 0; });
  };
  if (!open_ones()) return {};
  make_cells();
  while (open_ones()) {
    MLINK_ASSIGN(const bool more, next_batch());
    if (!more) break;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i].width == 0) columns_[i].width = cells_[i].first_length().value_or(0);
  }
  batch_.reset();
  line_ = 0;
  MLINK_ASSIGN(batches_, open_batches(path_, kind_, size_));
  return {};
}

void ArrowReader::make_cells() {
  cells_.clear();
  for (std::size_t i = 0; i < columns_.size(); ++i) cells_.emplace_back(columns_[i], i + 1, path_.string());
}

Result<bool> ArrowReader::next_batch() {
  for (;;) {
    const auto wrong = [&](const auto& why) -> Result<bool> { return damaged(kind_, why, path_); };
    MLINK_ASSIGN(const bool more, without_exceptions(
                                      [&]() -> Result<bool> {
                                        auto read = batches_.next();
                                        if (!read.ok()) return wrong(read.status().message());
                                        batch_ = *read;
                                        if (!batch_) return false;
                                        // Offsets and texts of the file, before anything follows them.
                                        const auto valid = batch_->ValidateFull();
                                        return valid.ok() ? Result<bool>(true) : wrong(valid.message());
                                      },
                                      wrong));
    if (!more) return false;
    if (batch_->num_rows() == 0) continue;
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i].take(batch_->column(static_cast<int>(i)));
    row_ = 0;
    return true;
  }
}

Result<bool> ArrowReader::next(CsvRecord& record) {
  record.cells.clear();
  record.row = true;
  if (!batch_ || row_ >= batch_->num_rows()) {
    MLINK_ASSIGN(const bool more, next_batch());
    if (!more) return false;
  }
  record.line = ++line_;
  for (auto& cells : cells_) MLINK_TRY(cells.add(row_, line_, record.cells));
  ++row_;
  return true;
}

}  // namespace

Result<std::unique_ptr<ColumnReader>> open_with_arrow(const std::filesystem::path& path, ColumnFile kind) {
  auto reader = std::make_unique<ArrowReader>(path, kind);
  MLINK_TRY(reader->open());
  return reader;
}

}  // namespace mlink::experiment
