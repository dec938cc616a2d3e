#include "harness/stack/external_stack.hpp"

#include <string>

namespace limitproof {

namespace {

class external_stack final : public stack {
 public:
  explicit external_stack(external_target const& target) : where_(target.where) {}

  result<endpoints> up() override { return endpoints{where_, {}, std::nullopt, std::nullopt}; }

  result<void> inject(fault const& what) override {
    return error{errc::stack_failed,
                 "the fault \"" + std::string(to_name(what.action)) +
                     "\" cannot be done to a service that was not started here"};
  }

  result<void> alive() override { return {}; }

  result<std::optional<store_snapshot>> snapshot() override { return std::nullopt; }

  void down() override {}

 private:
  address where_;
};

}  // namespace

std::unique_ptr<stack> make_external_stack(external_target const& target) {
  return std::make_unique<external_stack>(target);
}

}  // namespace limitproof
