#include "harness/stack/local_stack.hpp"

#include "harness/stack/local_servers.hpp"
#include "harness/stack/stack_of_servers.hpp"

#include <utility>

namespace limitproof {

namespace {

constexpr duration patience = std::chrono::seconds(10);

class local_stack final : public stack_of_servers<local_servers, local_stack_options> {
 public:
  using stack_of_servers::stack_of_servers;

 private:
  result<void> await_balancer(address const& balancer, wait_limit const& limit) override {
    return await_every_node(
        balancer, node_names(options().spec), [this] { return alive(); }, limit);
  }
};

}  // namespace

std::unique_ptr<stack> make_local_stack(local_stack_options options) {
  // Children run in the log folder, so no path of theirs may be relative to ours.
  for (auto* const path : {&options.node_program, &options.limiter_folder, &options.logs})
    *path = std::filesystem::absolute(*path);
  if (!options.proxy_program.empty())
    options.proxy_program = std::filesystem::absolute(options.proxy_program);
  return std::make_unique<local_stack>(std::move(options), patience);
}

}  // namespace limitproof
