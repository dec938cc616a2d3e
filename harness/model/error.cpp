#include "harness/model/error.hpp"

#include <stdexcept>

namespace limitproof {

void throw_exception_from_error(error const& e, boost::source_location const&) {
  throw std::runtime_error(e.what);
}

}  // namespace limitproof
