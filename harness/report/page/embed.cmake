# cmake -D page=FOLDER -D dygraphs=FOLDER -D output=FILE -P embed.cmake: puts the page's parts together and writes them as the
# bytes of a C++ source. A string literal as long would be refused by compilers that keep to the standard's least.
file(READ ${page}/page.html text)
foreach(part ${dygraphs}/dygraph.min.css ${page}/dygraphs-license.txt ${dygraphs}/dygraph.min.js ${page}/page.css ${page}/text.js ${page}/chart.js ${page}/run.js
             ${page}/page.js)
  file(READ ${part} content)
  # A browser would look for the map beside the page.
  string(REGEX REPLACE "(//|/\\*)# sourceMappingURL=[^ \n]*( \\*/)?" "" content "${content}")
  get_filename_component(name ${part} NAME)
  string(REPLACE "{{${name}}}" "${content}" text "${text}")
endforeach()
file(WRITE ${output}.html "${text}")
file(READ ${output}.html bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${output} "#include \"harness/report/page_file.hpp\"

namespace limitproof {

namespace {

constexpr unsigned char bytes[] = {
${bytes}};

}  // namespace

std::string_view page_file() {
  return {reinterpret_cast<char const*>(bytes), sizeof bytes};
}

}  // namespace limitproof
")
