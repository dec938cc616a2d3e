#include "harness/model/verdict.hpp"

namespace limitproof {

std::string_view question_of(check_name check) {
  switch (check) {
    case check_name::over_admission:
      return "Were more requests admitted within some interval than the algorithm allows?";
    case check_name::wrongful_denial:
      return "Was a request denied although enough was left, whenever it was decided?";
    case check_name::lock_out:
      return "Was a client kept out for longer than all of its limit takes to come back?";
    case check_name::double_spend:
      return "Was one permit handed out twice?";
    case check_name::split_view:
      return "Do the nodes agree on how much is left?";
    case check_name::retry_after:
      return "Is who waits as told admitted then, and nobody long before?";
    case check_name::header_contract:
      return "Do the answers keep the rules of the rate-limit fields they use?";
    case check_name::store_keys:
      return "Do the limiter's keys expire in time, hold sound counts, lie in one slot, stay "
             "small?";
    case check_name::node_coverage:
      return "Did the attack reach every node?";
    case check_name::overload:
      return "Was enough more than the limit offered for the limiter to be able to fail?";
    case check_name::overlap:
      return "Did the requests of a burst reach the limiter at the same time?";
    case check_name::send_lag:
      return "Did the generator keep its schedule?";
    case check_name::unknown_share:
      return "Are few enough requests of unknown outcome?";
    case check_name::clock_offsets:
      return "Did the clocks of the nodes and the store run steadily, and how far apart?";
  }
  return "";
}

}  // namespace limitproof
