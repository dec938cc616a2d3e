#include "limiters/native_limiter.hpp"

#include <utility>
#include <vector>

#include <dlfcn.h>

namespace limitproof {

namespace {

result<limitproof_plugin const*> load_entry(std::filesystem::path const& library) {
  auto const failure = [&](std::string const& what) {
    return error{errc::bad_file, library.string() + ": " + what};
  };
  void* const object = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (object == nullptr) return failure(std::string("does not load: ") + dlerror());
  void* const symbol = dlsym(object, "limitproof_plugin_entry");
  if (symbol == nullptr)
    return failure("has no limitproof_plugin_entry: export it as limiters/native_abi.h says");
  auto const* const entry = reinterpret_cast<limitproof_plugin_entry_t>(symbol)();
  if (entry == nullptr) return failure("limitproof_plugin_entry returned a null pointer");
  if (entry->abi_version != LIMITPROOF_ABI_VERSION)
    return failure("is of ABI version " + std::to_string(entry->abi_version) + ", expected " +
                   std::to_string(LIMITPROOF_ABI_VERSION) + ": build it again");
  if (entry->create == nullptr || entry->check == nullptr || entry->destroy == nullptr)
    return failure("lacks create, check or destroy");
  return entry;
}

duration from_us(std::int64_t us) {
  // Beyond 292 years nanoseconds do not fit, and nobody waits.
  constexpr auto most = std::chrono::duration_cast<std::chrono::microseconds>(duration::max());
  return us >= most.count() ? duration(most) : duration(std::chrono::microseconds(us));
}

}  // namespace

result<std::unique_ptr<limiter>> native_limiter::make(limiter_plugin const& plugin) {
  auto const library = plugin.folder / plugin.manifest.library;
  auto const entry = load_entry(library);
  if (!entry) return entry.error();
  void* const instance = (*entry)->create();
  if (instance == nullptr)
    return error{errc::bad_file, library.string() + ": create returned a null pointer"};
  return std::unique_ptr<limiter>(new native_limiter(plugin, **entry, instance));
}

native_limiter::native_limiter(limiter_plugin const& plugin,
                               limitproof_plugin const& entry,
                               void* instance)
    : name_(plugin.name), claims_(plugin.manifest.claims), entry_(entry), instance_(instance) {}

native_limiter::~native_limiter() {
  entry_.destroy(instance_);
}

boost::asio::awaitable<result<decision>> native_limiter::check(limit_request request) {
  co_return decide(request);
}

result<decision> native_limiter::decide(limit_request const& request) const {
  if (request.cost.value < 0)
    return error{
        errc::invalid_cost,
        "limiter " + name_ + ": the cost " + std::to_string(request.cost.value) + " is negative"};
  std::vector<limitproof_limit> limits;
  for (auto const& limit : request.limits)
    limits.push_back({limit.count, limit.per.count(), limit.burst});
  limitproof_request const asked{request.key.data(),
                                 request.key.size(),
                                 limits.data(),
                                 limits.size(),
                                 request.cost.value,
                                 request.now.time_since_epoch().count()};
  limitproof_decision made{};
  switch (entry_.check(instance_, &asked, &made)) {
    case LIMITPROOF_OK:
      break;
    case LIMITPROOF_INVALID_COST:
      return error{errc::invalid_cost,
                   "limiter " + name_ + ": the cost " + std::to_string(request.cost.value) +
                       " is more than a limit's capacity"};
    default:
      return error{errc::script_error, "limiter " + name_ + " failed"};
  }
  if (made.binding_limit >= limits.size() || made.remaining < 0 || made.reset_after_us < 0 ||
      made.retry_after_us < 0)
    return error{errc::script_error,
                 "limiter " + name_ + " returned a negative figure or a limit that is not there"};
  return decision{.admitted = made.admitted != 0,
                  .binding_limit = made.binding_limit,
                  .limit = made.limit,
                  .remaining = made.remaining,
                  .reset_after = from_us(made.reset_after_us),
                  .retry_after = made.admitted != 0 ? duration(0) : from_us(made.retry_after_us),
                  .decided_at = {}};
}

}  // namespace limitproof
