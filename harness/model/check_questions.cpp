#include "harness/model/verdict.hpp"

namespace limitproof {

std::string_view question_of(check_name check) {
  switch (check) {
    case check_name::over_admission:
      return "Were more requests admitted within some interval than the algorithm allows?";
    case check_name::node_coverage:
      return "Did the attack reach every node?";
    case check_name::overload:
      return "Was enough more than the limit offered for the limiter to be able to fail?";
    case check_name::send_lag:
      return "Did the generator keep its schedule?";
    case check_name::unknown_share:
      return "Are few enough requests of unknown outcome?";
  }
  return "";
}

}  // namespace limitproof
