#include "harness/model/enum_names.hpp"

#include "harness/model/limiter_manifest.hpp"
#include "harness/model/operation.hpp"
#include "harness/model/scenario.hpp"

#include <set>

#include <catch2/catch.hpp>

using namespace limitproof;

TEMPLATE_TEST_CASE("every value of an enum has a name of its own that leads back to it",
                   "",
                   algorithm,
                   judged_by,
                   balance_method,
                   on_store_error,
                   figure,
                   verdict_kind,
                   check_name,
                   outcome,
                   limiter_kind,
                   time_source) {
  std::set<std::string_view> names;
  int value = 0;
  for (auto const& entry : enum_names<TestType>) {
    CHECK(static_cast<int>(entry.value) == value++);
    CHECK(to_name(entry.value) == entry.name);
    CHECK(from_name<TestType>(entry.name) == entry.value);
    CHECK(names.insert(entry.name).second);
  }
}

TEST_CASE("a name that no value has leads nowhere") {
  CHECK_FALSE(from_name<algorithm>("Token_Bucket").has_value());
  CHECK_FALSE(from_name<algorithm>("").has_value());
  CHECK_FALSE(from_name<algorithm>("gcra ").has_value());
}
