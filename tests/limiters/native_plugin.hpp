#pragma once

#include "limiters/native_abi.h"

#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <dlfcn.h>

namespace limitproof {

/// An instance of a built native plugin, called through its C interface alone.
class native_plugin {
 public:
  explicit native_plugin(std::string const& library) {
    void* const object = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    REQUIRE(object != nullptr);
    entry_ =
        reinterpret_cast<limitproof_plugin_entry_t>(dlsym(object, "limitproof_plugin_entry"))();
    instance_ = entry_->create();
  }

  ~native_plugin() { entry_->destroy(instance_); }

  native_plugin(native_plugin const&) = delete;
  native_plugin& operator=(native_plugin const&) = delete;

  struct question {
    std::string key = "client";
    std::vector<limitproof_limit> limits;
    std::int64_t cost = 1;
    std::int64_t now_us = 0;
  };

  int check(question const& q, limitproof_decision& made) {
    limitproof_request const request{
        q.key.data(), q.key.size(), q.limits.data(), q.limits.size(), q.cost, q.now_us};
    return entry_->check(instance_, &request, &made);
  }

  limitproof_decision decide(question const& q) {
    limitproof_decision made{};
    REQUIRE(check(q, made) == LIMITPROOF_OK);
    return made;
  }

 private:
  limitproof_plugin const* entry_ = nullptr;
  void* instance_ = nullptr;
};

}  // namespace limitproof
