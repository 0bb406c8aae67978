// Files of columns in memory.
#include <arrow/builder.h>
#include <arrow/io/memory.h>
#include <arrow/ipc/writer.h>
#include <arrow/record_batch.h>
#include <arrow/util/compression.h>
#include <arrow/util/key_value_metadata.h>
#include <fmt/format.h>
#include <parquet/arrow/writer.h>

#include "experiment/columnar/arrow_module.h"

namespace mlink::experiment {
namespace {

constexpr std::int64_t kRowsAPart = 65536;

tl::unexpected<Error> not_written(const std::string& why) {
  return tl::make_unexpected(Error{ErrorKind::failed, fmt::format("The file could not be made: {}.", why), {}, {}});
}

Status status_of(const arrow::Status& status) {
  if (status.ok()) return {};
  return not_written(status.message());
}

std::shared_ptr<arrow::DataType> type_of(ColumnField::Holds holds) {
  switch (holds) {
    case ColumnField::Holds::text: return arrow::utf8();
    case ColumnField::Holds::words: return arrow::list(arrow::utf8());
    case ColumnField::Holds::whole: return arrow::int64();
    case ColumnField::Holds::single: return arrow::float32();
    case ColumnField::Holds::number: return arrow::float64();
  }
  return arrow::null();
}

/// Appends a value of the field's kind; nothing: it is of another kind.
std::optional<arrow::Status> append(arrow::ArrayBuilder& builder, const ColumnField& field, const ColumnValue& value) {
  if (std::holds_alternative<std::monostate>(value)) return builder.AppendNull();
  switch (field.holds) {
    case ColumnField::Holds::text:
      if (const auto* text = std::get_if<std::string_view>(&value))
        return static_cast<arrow::StringBuilder&>(builder).Append(*text);
      break;
    case ColumnField::Holds::words:
      if (const auto* words = std::get_if<std::span<const std::string>>(&value)) {
        auto& lists = static_cast<arrow::ListBuilder&>(builder);
        auto status = lists.Append();
        for (const auto& word : *words)
          if (status.ok()) status = static_cast<arrow::StringBuilder&>(*lists.value_builder()).Append(word);
        return status;
      }
      break;
    case ColumnField::Holds::whole:
      if (const auto* whole = std::get_if<std::int64_t>(&value))
        return static_cast<arrow::Int64Builder&>(builder).Append(*whole);
      break;
    case ColumnField::Holds::single:
      if (const auto* number = std::get_if<float>(&value))
        return static_cast<arrow::FloatBuilder&>(builder).Append(*number);
      break;
    case ColumnField::Holds::number:
      if (const auto* number = std::get_if<double>(&value))
        return static_cast<arrow::DoubleBuilder&>(builder).Append(*number);
      break;
  }
  return std::nullopt;
}

class ArrowWriter : public ColumnWriter {
 public:
  ArrowWriter(ColumnFile kind, std::vector<ColumnField> fields) : kind_(kind), fields_(std::move(fields)) {}

  [[nodiscard]] Status open(const std::map<std::string, std::string>& about) {
    return caught([&] { return do_open(about); });
  }
  [[nodiscard]] Status add(std::span<const ColumnValue> row) override {
    if (row.size() != fields_.size()) return not_written("a row has another number of values than fields");
    return caught([&]() -> Status {
      for (std::size_t i = 0; i < row.size(); ++i) {
        const auto status = append(*builders_[i], fields_[i], row[i]);
        if (!status) return not_written(fmt::format("a value of {} is of another kind", fields_[i].name));
        MLINK_TRY(status_of(*status));
      }
      return ++rows_ < kRowsAPart ? Status() : flush();
    });
  }
  [[nodiscard]] Result<std::string> finish() override {
    MLINK_TRY(caught([&]() -> Status {
      if (rows_ > 0) MLINK_TRY(flush());
      return status_of(kind_ == ColumnFile::parquet ? parquet_->Close() : ipc_->Close());
    }));
    const auto bytes = sink_->Finish();
    if (!bytes.ok()) return not_written(bytes.status().message());
    return (*bytes)->ToString();
  }

 private:
  template <class Fn>
  [[nodiscard]] static Status caught(const Fn& fn) {
    return without_exceptions(fn, [](const std::string& why) -> Status { return not_written(why); });
  }
  [[nodiscard]] Status do_open(const std::map<std::string, std::string>& about);
  [[nodiscard]] Status flush();

  ColumnFile kind_;
  std::vector<ColumnField> fields_;
  std::shared_ptr<arrow::Schema> schema_;
  std::vector<std::unique_ptr<arrow::ArrayBuilder>> builders_;
  std::shared_ptr<arrow::io::BufferOutputStream> sink_;
  std::unique_ptr<parquet::arrow::FileWriter> parquet_;
  std::shared_ptr<arrow::ipc::RecordBatchWriter> ipc_;
  std::int64_t rows_ = 0;  ///< in the builders
};

Status ArrowWriter::do_open(const std::map<std::string, std::string>& about) {
  arrow::FieldVector fields;
  for (const auto& field : fields_) {
    fields.push_back(arrow::field(field.name, type_of(field.holds)));
    auto builder = arrow::MakeBuilder(type_of(field.holds));
    if (!builder.ok()) return not_written(builder.status().message());
    builders_.push_back(std::move(*builder));
  }
  const auto metadata = std::make_shared<arrow::KeyValueMetadata>();
  for (const auto& [key, value] : about) metadata->Append(key, value);
  schema_ = arrow::schema(fields, metadata);
  auto sink = arrow::io::BufferOutputStream::Create();
  if (!sink.ok()) return not_written(sink.status().message());
  sink_ = *sink;
  const bool zstd = arrow::util::Codec::IsAvailable(arrow::Compression::ZSTD);
  if (kind_ == ColumnFile::parquet) {
    parquet::WriterProperties::Builder properties;
    properties.compression(zstd ? parquet::Compression::ZSTD : parquet::Compression::UNCOMPRESSED);
    const auto as_arrow = parquet::ArrowWriterProperties::Builder().store_schema()->build();
    auto writer =
        parquet::arrow::FileWriter::Open(*schema_, arrow::default_memory_pool(), sink_, properties.build(), as_arrow);
    if (!writer.ok()) return not_written(writer.status().message());
    parquet_ = std::move(*writer);
    return {};
  }
  auto options = arrow::ipc::IpcWriteOptions::Defaults();
  options.use_threads = false;
  if (zstd) {
    auto codec = arrow::util::Codec::Create(arrow::Compression::ZSTD);
    if (!codec.ok()) return not_written(codec.status().message());
    options.codec = std::move(*codec);
  }
  auto writer = arrow::ipc::MakeFileWriter(sink_, schema_, options);
  if (!writer.ok()) return not_written(writer.status().message());
  ipc_ = *writer;
  return {};
}

Status ArrowWriter::flush() {
  arrow::ArrayVector arrays;
  for (auto& builder : builders_) {
    auto array = builder->Finish();
    if (!array.ok()) return not_written(array.status().message());
    arrays.push_back(*array);
  }
  const auto batch = arrow::RecordBatch::Make(schema_, rows_, arrays);
  rows_ = 0;
  return status_of(kind_ == ColumnFile::parquet ? parquet_->WriteRecordBatch(*batch) : ipc_->WriteRecordBatch(*batch));
}

}  // namespace

Result<std::unique_ptr<ColumnWriter>> write_with_arrow(ColumnFile kind, const std::vector<ColumnField>& fields,
                                                       const std::map<std::string, std::string>& about) {
  auto writer = std::make_unique<ArrowWriter>(kind, fields);
  MLINK_TRY(writer->open(about));
  return writer;
}

}  // namespace mlink::experiment
