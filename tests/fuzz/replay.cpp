// Stands in for libFuzzer where a build has none: judges each file it is given, once.

#include "tests/fuzz/demand.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <vector>

int main(int count, char** arguments) {
  std::vector<std::string> const files(arguments + 1, arguments + count);
  for (auto const& file : files) {
    // Before the verdict: what an input breaks ends the program.
    std::cout << file << std::endl;
    std::ifstream input(file, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
    if (!input.good() && !input.eof()) {
      std::cerr << "cannot read " << file << ": give files of inputs\n";
      return 2;
    }
    LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(text.data()), text.size());
  }
  std::cout << files.size() << " inputs replayed\n";
  return files.empty() ? 2 : 0;
}
