#include "harness/stack/find_script.hpp"

#include "harness/redis/redis_script.hpp"

#include <fstream>
#include <iterator>

namespace limitproof {

result<decision_script> find_script(std::filesystem::path const& script, blocking_redis& store) {
  std::ifstream in(script, std::ios::binary);
  std::string source{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad())
    return error{errc::bad_file, script.string() + ": cannot be read; check its permissions"};
  redis_script const read(std::move(source));
  auto const known = store.command({"SCRIPT", "EXISTS", read.sha()});
  if (!known) return known.error();
  if (known->elements.size() != 1)
    return error{errc::store_unavailable, "unexpected reply to SCRIPT EXISTS: " + known->text};
  return decision_script{
      script.filename().string(), read.sha(), known->elements.front().integer == 1};
}

}  // namespace limitproof
