# cmake -D file=FILE -D parts=FILE|FILE… -D header=HEADER -D function=NAME -D output=FILE -P embed.cmake: puts the parts into
# their places in the file, {{name}}, and writes it as the bytes that a function of a C++ source returns. A string literal as
# long would be refused by compilers that keep to the standard's least.
file(READ ${file} text)
string(REPLACE "|" ";" parts "${parts}")
foreach(part ${parts})
  file(READ ${part} content)
  # A browser would look for the map beside the page.
  string(REGEX REPLACE "(//|/\\*)# sourceMappingURL=[^ \n]*( \\*/)?" "" content "${content}")
  get_filename_component(name ${part} NAME)
  string(REPLACE "{{${name}}}" "${content}" text "${text}")
endforeach()
file(WRITE ${output}.text "${text}")
file(READ ${output}.text bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${output} "#include \"${header}\"

namespace limitproof {

namespace {

constexpr unsigned char bytes[] = {
${bytes}};

}  // namespace

std::string_view ${function}() {
  return {reinterpret_cast<char const*>(bytes), sizeof bytes};
}

}  // namespace limitproof
")
