// column_samples HOW FILE (NAME TYPE JSON)...: writes a Parquet or Arrow file with Arrow itself, as other programs do.
// A program of its own: it encrypts, and Arrow's copy of OpenSSL and the system's must not meet.
//   HOW: parquet, encrypted (Parquet), footer (Parquet whose columns alone are encrypted), arrow, stream
#include <arrow/array.h>
#include <arrow/io/file.h>
#include <arrow/ipc/writer.h>
#include <arrow/json/from_string.h>
#include <arrow/table.h>
#include <parquet/arrow/writer.h>
#include <parquet/encryption/encryption.h>

#include <iostream>
#include <map>

namespace {

using Types = std::map<std::string, std::shared_ptr<arrow::DataType>>;

Types known_types() {
  using namespace arrow;  // names of types
  Types types{{"bool", boolean()},
              {"half", float16()},
              {"float", float32()},
              {"double", float64()},
              {"decimal", decimal128(12, 2)},
              {"string", utf8()},
              {"large_string", large_utf8()},
              {"string_view", utf8_view()},
              {"dictionary", dictionary(int8(), utf8())},
              {"null", null()},
              {"duration", duration(TimeUnit::MILLI)},
              {"timestamp", timestamp(TimeUnit::MICRO)},
              {"time32", time32(TimeUnit::MILLI)},
              {"time64", time64(TimeUnit::NANO)},
              {"date", date32()},
              {"binary", binary()},
              {"list<float>", list(float32())},
              {"large_list<double>", large_list(float64())},
              {"list<string>", list(utf8())},
              {"list<dictionary>", list(dictionary(int32(), utf8()))},
              {"list<list<float>>", list(list(float32()))},
              {"float[3]", fixed_size_list(float32(), 3)},
              {"float[4]", fixed_size_list(float32(), 4)},
              {"struct", struct_({field("a", int32())})}};
  for (const auto& type : {int8(), int16(), int32(), int64(), uint8(), uint16(), uint32(), uint64()})
    types[type->ToString()] = type;
  return types;
}

arrow::Status write_parquet(const arrow::Table& table, const std::shared_ptr<arrow::io::OutputStream>& out,
                            const std::string& how) {
  parquet::WriterProperties::Builder properties;
  if (how != "parquet") {
    parquet::FileEncryptionProperties::Builder encryption(arrow::util::SecureString(std::string("0123456789012345")));
    if (how == "footer") encryption.set_plaintext_footer();
    properties.encryption(encryption.build());
  }
  const auto as_arrow = parquet::ArrowWriterProperties::Builder().store_schema()->build();
  return parquet::arrow::WriteTable(table, arrow::default_memory_pool(), out, 2, properties.build(), as_arrow);
}

arrow::Status write(const std::string& how, const std::string& path, const std::vector<std::string>& columns) {
  const auto types = known_types();
  arrow::FieldVector fields;
  arrow::ArrayVector arrays;
  for (std::size_t i = 0; i + 2 < columns.size(); i += 3) {
    const auto type = types.find(columns[i + 1]);
    if (type == types.end()) return arrow::Status::Invalid("no type ", columns[i + 1]);
    fields.push_back(arrow::field(columns[i], type->second));
    ARROW_ASSIGN_OR_RAISE(auto array, arrow::json::ArrayFromJSONString(type->second, columns[i + 2]));
    arrays.push_back(array);
  }
  const auto schema = arrow::schema(fields);
  const auto table = arrow::Table::Make(schema, arrays);
  ARROW_ASSIGN_OR_RAISE(const auto out, arrow::io::FileOutputStream::Open(path));
  if (how == "arrow" || how == "stream") {
    ARROW_ASSIGN_OR_RAISE(const auto writer, how == "arrow" ? arrow::ipc::MakeFileWriter(out, schema)
                                                            : arrow::ipc::MakeStreamWriter(out, schema));
    ARROW_RETURN_NOT_OK(writer->WriteTable(*table));
    ARROW_RETURN_NOT_OK(writer->Close());
  } else {
    ARROW_RETURN_NOT_OK(write_parquet(*table, out, how));
  }
  return out->Close();
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 5) return 2;
  try {
    const auto status = write(arguments[0], arguments[1], {arguments.begin() + 2, arguments.end()});
    if (status.ok()) return 0;
    std::cerr << status.ToString() << '\n';
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
  return 1;
}
