// Arrow's values as cells of a table.
#include <arrow/scalar.h>
#include <arrow/type_traits.h>
#include <arrow/util/float16.h>
#include <fmt/format.h>

#include <iterator>

#include "experiment/columnar/arrow_module.h"

namespace mlink::experiment {
namespace {

using arrow::Type;

template <class Type>
const auto& as(const arrow::Array& array) {
  return static_cast<const typename arrow::TypeTraits<Type>::ArrayType&>(array);
}

bool is_text_type(Type::type id) { return id == Type::STRING || id == Type::LARGE_STRING || id == Type::STRING_VIEW; }

bool is_number_type(Type::type id) {
  return arrow::is_integer(id) || arrow::is_floating(id) || arrow::is_decimal(id) || id == Type::BOOL || id == Type::NA;
}

bool is_time_type(Type::type id) {
  return id == Type::TIMESTAMP || id == Type::DURATION || id == Type::TIME32 || id == Type::TIME64;
}

const arrow::DataType& without_dictionary(const arrow::DataType& type) {
  return type.id() == Type::DICTIONARY ? *static_cast<const arrow::DictionaryType&>(type).value_type() : type;
}

double in_seconds(std::int64_t value, arrow::TimeUnit::type unit) {
  switch (unit) {
    case arrow::TimeUnit::SECOND: return static_cast<double>(value);
    case arrow::TimeUnit::MILLI: return static_cast<double>(value) / 1e3;
    case arrow::TimeUnit::MICRO: return static_cast<double>(value) / 1e6;
    case arrow::TimeUnit::NANO: return static_cast<double>(value) / 1e9;
  }
  return 0;
}

/// Times as programs keep those of a video count from 1970; a real date is no time in a video, and stays a date.
void put_time(const arrow::Array& array, std::int64_t at, std::string& text) {
  constexpr double kYear = 366.0 * 86400;
  const auto put = [&](double seconds) { fmt::format_to(std::back_inserter(text), "{}", seconds); };
  switch (array.type_id()) {
    case Type::DURATION: {
      const auto unit = static_cast<const arrow::DurationType&>(*array.type()).unit();
      return put(in_seconds(as<arrow::DurationType>(array).Value(at), unit));
    }
    case Type::TIME32: {
      const auto unit = static_cast<const arrow::Time32Type&>(*array.type()).unit();
      return put(in_seconds(as<arrow::Time32Type>(array).Value(at), unit));
    }
    case Type::TIME64: {
      const auto unit = static_cast<const arrow::Time64Type&>(*array.type()).unit();
      return put(in_seconds(as<arrow::Time64Type>(array).Value(at), unit));
    }
    default: break;
  }
  const auto unit = static_cast<const arrow::TimestampType&>(*array.type()).unit();
  const double seconds = in_seconds(as<arrow::TimestampType>(array).Value(at), unit);
  if (seconds >= 0 && seconds < kYear) return put(seconds);
  const auto date = array.GetScalar(at);
  text += date.ok() ? (*date)->ToString() : "a date";
}

std::string_view text_at(const arrow::Array& array, std::int64_t at) {
  switch (array.type_id()) {
    case Type::LARGE_STRING: return as<arrow::LargeStringType>(array).GetView(at);
    case Type::STRING_VIEW: return as<arrow::StringViewType>(array).GetView(at);
    default: return as<arrow::StringType>(array).GetView(at);
  }
}

template <class Type>
void put_whole(const arrow::Array& array, std::int64_t at, std::string& text) {
  fmt::format_to(std::back_inserter(text), "{}", as<Type>(array).Value(at));
}

/// A float is written with all digits of the double that it is, as our own tables write it.
void put_number(const arrow::Array& array, std::int64_t at, std::string& text) {
  const auto put = [&](double value) { fmt::format_to(std::back_inserter(text), "{}", value); };
  switch (array.type_id()) {
    case Type::BOOL: text += as<arrow::BooleanType>(array).Value(at) ? "True" : "False"; return;
    case Type::INT8: return put_whole<arrow::Int8Type>(array, at, text);
    case Type::INT16: return put_whole<arrow::Int16Type>(array, at, text);
    case Type::INT32: return put_whole<arrow::Int32Type>(array, at, text);
    case Type::INT64: return put_whole<arrow::Int64Type>(array, at, text);
    case Type::UINT8: return put_whole<arrow::UInt8Type>(array, at, text);
    case Type::UINT16: return put_whole<arrow::UInt16Type>(array, at, text);
    case Type::UINT32: return put_whole<arrow::UInt32Type>(array, at, text);
    case Type::UINT64: return put_whole<arrow::UInt64Type>(array, at, text);
    case Type::HALF_FLOAT:
      return put(arrow::util::Float16::FromBits(as<arrow::HalfFloatType>(array).Value(at)).ToDouble());
    case Type::FLOAT: return put(static_cast<double>(as<arrow::FloatType>(array).Value(at)));
    case Type::DOUBLE: return put(as<arrow::DoubleType>(array).Value(at));
    default: break;
  }
  const auto decimal = array.GetScalar(at);
  text += decimal.ok() ? (*decimal)->ToString() : "";
}

/// Where the list of a row begins and how long it is.
std::pair<std::int64_t, std::int64_t> list_at(const arrow::Array& lists, std::int64_t row) {
  switch (lists.type_id()) {
    case Type::FIXED_SIZE_LIST: {
      const auto& list = as<arrow::FixedSizeListType>(lists);
      return {list.value_offset(row), list.value_length(row)};
    }
    case Type::LARGE_LIST: {
      const auto& list = as<arrow::LargeListType>(lists);
      return {list.value_offset(row), list.value_length(row)};
    }
    default: {
      const auto& list = as<arrow::ListType>(lists);
      return {list.value_offset(row), list.value_length(row)};
    }
  }
}

std::shared_ptr<arrow::Array> items_of(const arrow::Array& lists) {
  switch (lists.type_id()) {
    case Type::FIXED_SIZE_LIST: return as<arrow::FixedSizeListType>(lists).values();
    case Type::LARGE_LIST: return as<arrow::LargeListType>(lists).values();
    default: return as<arrow::ListType>(lists).values();
  }
}

bool is_list_of(Type::type id) { return id == Type::LIST || id == Type::LARGE_LIST || id == Type::FIXED_SIZE_LIST; }

}  // namespace

std::optional<ColumnInfo> info_of(const std::string& name, const arrow::DataType& type) {
  if (is_list_of(type.id())) {
    const auto item = without_dictionary(*type.field(0)->type()).id();
    if (is_text_type(item)) return ColumnInfo{name, ColumnInfo::Holds::words, 1};
    if (!is_number_type(item)) return std::nullopt;
    const bool fixed = type.id() == Type::FIXED_SIZE_LIST;
    const int width = fixed ? static_cast<const arrow::FixedSizeListType&>(type).list_size() : 0;
    return ColumnInfo{name, ColumnInfo::Holds::numbers, static_cast<std::size_t>(width)};
  }
  const auto id = without_dictionary(type).id();
  if (is_text_type(id) || is_number_type(id) || is_time_type(id)) return ColumnInfo{name, ColumnInfo::Holds::value, 1};
  return std::nullopt;
}

ColumnCells::Values ColumnCells::values_of(const std::shared_ptr<arrow::Array>& array) {
  if (array->type_id() != Type::DICTIONARY) return {array, nullptr};
  return {array, static_cast<const arrow::DictionaryArray&>(*array).dictionary()};
}

void ColumnCells::take(const std::shared_ptr<arrow::Array>& batch) {
  lists_ = is_list_of(batch->type_id()) ? batch : nullptr;
  values_ = values_of(lists_ ? items_of(*lists_) : batch);
}

Result<CsvCell> ColumnCells::cell(const Values& values, std::int64_t at, std::int64_t line, std::string& text) const {
  const arrow::Array* array = values.array.get();
  if (array->IsNull(at)) return CsvCell{};
  if (values.dictionary) {
    at = static_cast<const arrow::DictionaryArray&>(*array).GetValueIndex(at);
    array = values.dictionary.get();
    if (array->IsNull(at)) return CsvCell{};
  }
  const auto id = array->type_id();
  if (is_text_type(id)) {
    const auto view = text_at(*array, at);
    if (const auto why = why_no_text(view); !why.empty())
      return fail_at(place(line), why, "A text without control characters is expected.", path_);
    return CsvCell{view, true};
  }
  text.clear();
  if (is_time_type(id)) {
    put_time(*array, at, text);
  } else if (id != Type::NA) {
    put_number(*array, at, text);
  }
  return CsvCell{text, false};
}

Status ColumnCells::add(std::int64_t row, std::int64_t line, std::vector<CsvCell>& cells) {
  if (info_.holds == ColumnInfo::Holds::words) return add_words(row, line, cells);
  if (info_.holds == ColumnInfo::Holds::numbers) return add_numbers(row, line, cells);
  texts_.resize(1);
  MLINK_ASSIGN(const auto value, cell(values_, row, line, texts_[0]));
  cells.push_back(value);
  return {};
}

Status ColumnCells::add_words(std::int64_t row, std::int64_t line, std::vector<CsvCell>& cells) {
  if (lists_->IsNull(row)) {
    cells.emplace_back();
    return {};
  }
  texts_.resize(2);
  texts_[0].clear();
  const auto [begin, length] = list_at(*lists_, row);
  for (std::int64_t i = begin; i < begin + length; ++i) {
    MLINK_ASSIGN(const auto word, cell(values_, i, line, texts_[1]));
    if (!word.quoted) return fail_at(place(line), "a word of the list is null.", "A text is expected.", path_);
    texts_[0].append(word.text);
    texts_[0] += kEndOfItem;
  }
  cells.push_back({texts_[0], true, true});
  return {};
}

Status ColumnCells::add_numbers(std::int64_t row, std::int64_t line, std::vector<CsvCell>& cells) {
  const std::size_t width = std::max<std::size_t>(info_.width, 1);
  if (lists_->IsNull(row)) {
    cells.insert(cells.end(), width, CsvCell{});
    return {};
  }
  const auto [begin, length] = list_at(*lists_, row);
  if (static_cast<std::size_t>(length) != width)
    return fail_at(place(line), fmt::format("the list has {} numbers.", length),
                   fmt::format("{} are expected, as in the first one.", width), path_);
  texts_.resize(width);
  for (std::size_t i = 0; i < width; ++i) {
    MLINK_ASSIGN(const auto value, cell(values_, begin + static_cast<std::int64_t>(i), line, texts_[i]));
    cells.push_back(value);
  }
  return {};
}

std::optional<std::size_t> ColumnCells::first_length() const {
  for (std::int64_t row = 0; row < lists_->length(); ++row)
    if (!lists_->IsNull(row) && list_at(*lists_, row).second > 0)
      return static_cast<std::size_t>(list_at(*lists_, row).second);
  return std::nullopt;
}

}  // namespace mlink::experiment
