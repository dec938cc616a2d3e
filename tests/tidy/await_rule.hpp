#pragma once

#include "tests/tidy/source_file.hpp"

namespace limitproof {

/// GCC 12 miscompiles a `co_await` that shares a full-expression with a braced temporary, a
/// conditional operator or a capturing lambda (double free, use after free). Name the argument,
/// then await.
[[nodiscard]] std::vector<violation> await_violations(source_file const& file);

}  // namespace limitproof
