#include "limiters/exact_number.hpp"

#include "harness/model/is_digit.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace limitproof {

namespace {

using wide = exact_number::wide;

wide magnitude(wide value) {
  return value < 0 ? -value : value;
}

wide common_divisor(wide a, wide b) {
  while (b != 0) a = std::exchange(b, a % b);
  return a;
}

std::optional<wide> product(wide a, wide b) {
  wide value = 0;
  if (__builtin_mul_overflow(a, b, &value)) return std::nullopt;
  return value;
}

std::optional<wide> power_of_ten(int exponent) {
  if (exponent < 0 || exponent > 38) return std::nullopt;
  wide value = 1;
  for (; exponent > 0; --exponent) value *= 10;
  return value;
}

wide floor_of(wide numerator, wide denominator) {
  auto const quotient = numerator / denominator;
  return numerator % denominator < 0 ? quotient - 1 : quotient;
}

std::string digits_of(wide value) {
  std::string digits;
  do {
    digits.push_back(static_cast<char>('0' + static_cast<int>(value % 10)));
    value /= 10;
  } while (value != 0);
  std::reverse(digits.begin(), digits.end());
  return digits;
}

struct mantissa {
  wide digits = 0;
  int decimals = 0;
  std::size_t length = 0;  ///< characters it took
};

// "12.5" at the start of the text: it begins and ends with a digit, and has at most one point.
std::optional<mantissa> leading_mantissa(std::string_view text) {
  if (text.empty() || !is_digit(text.front())) return std::nullopt;
  mantissa read;
  bool after_point = false;
  for (; read.length < text.size(); ++read.length) {
    char const c = text[read.length];
    if (c == '.' && !after_point) {
      after_point = true;
      continue;
    }
    if (!is_digit(c)) break;
    auto const shifted = product(read.digits, 10);
    if (!shifted || __builtin_add_overflow(*shifted, c - '0', &read.digits)) return std::nullopt;
    if (after_point) ++read.decimals;
  }
  if (!is_digit(text[read.length - 1])) return std::nullopt;
  return read;
}

// "e-3", whole; nothing is a power of zero.
std::optional<int> written_power(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() != 'e' && text.front() != 'E') return std::nullopt;
  text.remove_prefix(1);
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  int written = 0;
  auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), written);
  bool const whole = failure == std::errc{} && end == text.data() + text.size();
  if (!whole || written < -1000 || written > 1000) return std::nullopt;
  return written;
}

}  // namespace

std::optional<exact_number> exact_number::ratio(wide numerator, wide denominator) {
  // The most negative value has no magnitude.
  constexpr auto least = std::numeric_limits<wide>::min();
  if (denominator == 0 || denominator == least || numerator == least) return std::nullopt;
  auto const divisor = common_divisor(magnitude(numerator), magnitude(denominator));
  exact_number number;
  number.numerator_ = (denominator < 0 ? -numerator : numerator) / divisor;
  number.denominator_ = magnitude(denominator) / divisor;
  return number;
}

std::optional<exact_number> exact_number::parse(std::string_view text) {
  bool const negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  auto const mantissa = leading_mantissa(text);
  if (!mantissa) return std::nullopt;
  auto const power = written_power(text.substr(mantissa->length));
  if (!power) return std::nullopt;

  auto const exponent = *power - mantissa->decimals;
  auto const digits = negative ? -mantissa->digits : mantissa->digits;
  auto const scale = power_of_ten(exponent < 0 ? -exponent : exponent);
  if (!scale) return std::nullopt;
  if (exponent < 0) return ratio(digits, *scale);
  auto const scaled = product(digits, *scale);
  return scaled ? ratio(*scaled, 1) : std::nullopt;
}

std::optional<exact_number> exact_number::plus(exact_number const& other) const {
  auto const mine = product(numerator_, other.denominator_);
  auto const theirs = product(other.numerator_, denominator_);
  auto const denominator = product(denominator_, other.denominator_);
  wide sum = 0;
  if (!mine || !theirs || !denominator || __builtin_add_overflow(*mine, *theirs, &sum))
    return std::nullopt;
  return ratio(sum, *denominator);
}

std::optional<exact_number> exact_number::minus(exact_number const& other) const {
  exact_number negated = other;
  negated.numerator_ = -negated.numerator_;
  return plus(negated);
}

std::optional<exact_number> exact_number::times(exact_number const& other) const {
  // Reduced crosswise first, so that what fits reduced is not lost on the way.
  auto const left = ratio(numerator_, other.denominator_);
  auto const right = ratio(other.numerator_, denominator_);
  auto const numerator = product(left->numerator_, right->numerator_);
  auto const denominator = product(left->denominator_, right->denominator_);
  if (!numerator || !denominator) return std::nullopt;
  return ratio(*numerator, *denominator);
}

std::optional<exact_number> exact_number::over(exact_number const& other) const {
  auto const inverse = ratio(other.denominator_, other.numerator_);
  return inverse ? times(*inverse) : std::nullopt;
}

std::optional<std::strong_ordering> exact_number::compare(exact_number const& other) const {
  auto const mine = product(numerator_, other.denominator_);
  auto const theirs = product(other.numerator_, denominator_);
  if (!mine || !theirs) return std::nullopt;
  if (*mine == *theirs) return std::strong_ordering::equal;
  return *mine < *theirs ? std::strong_ordering::less : std::strong_ordering::greater;
}

exact_number exact_number::floor() const {
  exact_number whole;
  whole.numerator_ = floor_of(numerator_, denominator_);
  return whole;
}

exact_number exact_number::ceil() const {
  exact_number whole;
  whole.numerator_ = -floor_of(-numerator_, denominator_);
  return whole;
}

std::optional<exact_number> exact_number::nearest() const {
  auto const half = ratio(1, 2);
  auto const raised = plus(*half);
  return raised ? std::optional(raised->floor()) : std::nullopt;
}

std::optional<std::int64_t> exact_number::to_integer() const {
  using bounds = std::numeric_limits<std::int64_t>;
  if (!is_whole() || numerator_ < bounds::min() || numerator_ > bounds::max()) return std::nullopt;
  return static_cast<std::int64_t>(numerator_);
}

std::optional<std::string> exact_number::to_text(int decimals) const {
  auto const scale = power_of_ten(decimals);
  if (!scale) return std::nullopt;
  auto const factor = ratio(*scale, 1);
  auto const scaled = times(*factor);
  auto const rounded = scaled ? scaled->nearest() : std::nullopt;
  if (!rounded) return std::nullopt;

  auto digits = digits_of(magnitude(rounded->numerator_));
  auto const places = static_cast<std::size_t>(decimals);
  if (places > 0) {
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, 1, '.');
  }
  std::string text = rounded->numerator_ < 0 ? "-" : "";
  return text += digits;
}

}  // namespace limitproof
