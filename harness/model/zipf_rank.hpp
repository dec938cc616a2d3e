#pragma once

#include <cstdint>

namespace limitproof {

/// A rank 1 … `count`, k in proportion to k^-s with s = `exponent_permille` / 1000 > 0, drawn by
/// `seed`: pure, without a table, in a few powers whatever the count.
///
/// Rejection-inversion (W. Hörmann, G. Derflinger, "Rejection-inversion to generate variates from
/// monotone discrete distributions", ACM TOMACS 6(3), 1996): the area under h(x) = x^-s is drawn
/// from uniformly by H(x) = (x^(1-s) - 1) / (1 - s) and its inverse, and x is rounded to a rank k.
/// As h is convex, the area over k ± ½ is at least h(k); what is more than h(k) is rejected.
[[nodiscard]] std::uint32_t zipf_rank(std::uint32_t count,
                                      std::int64_t exponent_permille,
                                      std::uint64_t seed);

}  // namespace limitproof
