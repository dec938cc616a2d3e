#include "harness/stack/compose_stack.hpp"

#include "harness/stack/compose_servers.hpp"
#include "harness/stack/stack_of_servers.hpp"

#include <cstdlib>
#include <utility>

namespace limitproof {

namespace {

// An engine under load takes seconds for each container.
constexpr duration patience = std::chrono::seconds(90);

class compose_stack final : public stack_of_servers<compose_servers, compose_stack_options> {
 public:
  using stack_of_servers::stack_of_servers;

 private:
  // What comes by a published port comes from the engine's own address, whoever sent it; balanced
  // by source, all of it meets one node.
  result<void> await_balancer(address const& balancer, wait_limit const& limit) override {
    auto const all_run = [this] { return alive(); };
    if (options().spec.balance == balance_method::source)
      return await_page(balancer, "/healthz", all_run, limit, probe_sources::one);
    return await_every_node(
        balancer, node_names(options().spec), all_run, limit, probe_sources::one);
  }
};

}  // namespace

std::unique_ptr<stack> make_compose_stack(compose_stack_options options) {
  for (auto* const path : {&options.limiter_folder, &options.logs})
    *path = std::filesystem::absolute(*path);
  auto const* const image = std::getenv("LIMITPROOF_IMAGE");
  if (image != nullptr && *image != '\0') options.image = image;
  return std::make_unique<compose_stack>(std::move(options), patience);
}

}  // namespace limitproof
