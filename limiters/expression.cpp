#include "limiters/expression.hpp"

#include <algorithm>
#include <utility>

namespace limitproof {

namespace {

struct failure {
  std::string what;
};

exact_number require(std::optional<exact_number> value) {
  if (!value) throw failure{"a number does not fit into 128 bits, or is divided by zero"};
  return *value;
}

}  // namespace

/// One walk over the nodes; what is not asked for (the other side of `if`, `and`, `or`) is not
/// evaluated, so that nil can be tested before it is used.
class expression_evaluation {
 public:
  expression_evaluation(expression const& e, std::span<expression_value const> values)
      : nodes_(e.nodes_), values_(values) {}

  [[nodiscard]] expression_value root() const { return value(nodes_.size() - 1); }

 private:
  using operation = expression::operation;

  [[nodiscard]] expression_value value(std::size_t index) const {
    auto const& node = nodes_[index];
    switch (node.what) {
      case operation::constant:
        return node.constant;
      case operation::name:
        return values_[node.name];
      case operation::is_nil:
        return std::holds_alternative<std::monostate>(value(node.operands[0]));
      case operation::opposite:
        return !condition(node.operands[0]);
      case operation::both:
        return condition(node.operands[0]) && condition(node.operands[1]);
      case operation::either:
        return condition(node.operands[0]) || condition(node.operands[1]);
      case operation::equal:
      case operation::different:
      case operation::less:
      case operation::less_equal:
      case operation::greater:
      case operation::greater_equal:
        return compared(node);
      case operation::choose:
        return value(node.operands[condition(node.operands[0]) ? 1 : 2]);
      case operation::negate:
      case operation::floor:
      case operation::ceil:
      case operation::round:
        return rounded(node);
      case operation::add:
      case operation::subtract:
      case operation::multiply:
      case operation::divide:
      case operation::least:
      case operation::greatest:
        return combined(node);
    }
    return {};
  }

  [[nodiscard]] bool compared(expression::node const& node) const {
    auto const left = present(node.operands[0]);
    auto const right = present(node.operands[1]);
    auto const* a = std::get_if<exact_number>(&left);
    auto const* b = std::get_if<exact_number>(&right);
    if (a == nullptr || b == nullptr) {
      bool const same = std::get_if<std::string>(&left) != nullptr
                            ? std::get<std::string>(left) == std::get<std::string>(right)
                            : std::get<bool>(left) == std::get<bool>(right);
      return same == (node.what == operation::equal);
    }
    auto const order = a->compare(*b);
    if (!order) throw failure{"a comparison does not fit into 128 bits"};
    switch (node.what) {
      case operation::equal:
        return *order == 0;
      case operation::different:
        return *order != 0;
      case operation::less:
        return *order < 0;
      case operation::less_equal:
        return *order <= 0;
      case operation::greater:
        return *order > 0;
      default:
        return *order >= 0;
    }
  }

  [[nodiscard]] exact_number rounded(expression::node const& node) const {
    auto const a = number(node.operands[0]);
    switch (node.what) {
      case operation::negate:
        return require(exact_number().minus(a));
      case operation::floor:
        return a.floor();
      case operation::ceil:
        return a.ceil();
      default:
        return require(a.nearest());
    }
  }

  [[nodiscard]] exact_number combined(expression::node const& node) const {
    auto const a = number(node.operands[0]);
    auto const b = number(node.operands[1]);
    switch (node.what) {
      case operation::add:
        return require(a.plus(b));
      case operation::subtract:
        return require(a.minus(b));
      case operation::multiply:
        return require(a.times(b));
      case operation::divide:
        return require(a.over(b));
      default: {
        auto const order = a.compare(b);
        if (!order) throw failure{"a comparison does not fit into 128 bits"};
        return (*order < 0) == (node.what == operation::least) ? a : b;
      }
    }
  }

  [[nodiscard]] expression_value present(std::size_t index) const {
    auto found = value(index);
    if (!std::holds_alternative<std::monostate>(found)) return found;
    throw failure{"a value is nil; test it with \"is nil\" first"};
  }

  [[nodiscard]] exact_number number(std::size_t index) const {
    return std::get<exact_number>(present(index));
  }

  [[nodiscard]] bool condition(std::size_t index) const { return std::get<bool>(present(index)); }

  std::vector<expression::node> const& nodes_;
  std::span<expression_value const> values_;
};

result<expression_value> expression::evaluate(std::span<expression_value const> values) const {
  try {
    return expression_evaluation(*this, values).root();
  } catch (failure const& f) {
    return error{errc::script_error, "evaluating \"" + text_ + "\": " + f.what};
  }
}

bool expression::uses(std::size_t name) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](node const& n) {
    return n.what == operation::name && n.name == name;
  });
}

bool expression::uses_any_of_first(std::size_t names) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](node const& n) {
    return n.what == operation::name && n.name < names;
  });
}

namespace {

template <class T>
result<T> evaluate_as(expression const& e, std::span<expression_value const> values) {
  auto const found = e.evaluate(values);
  if (!found) return found.error();
  if (auto const* value = std::get_if<T>(&*found)) return *value;
  return error{errc::script_error, "\"" + e.text() + "\" is nil where a value is needed"};
}

}  // namespace

result<exact_number> evaluate_number(expression const& e,
                                     std::span<expression_value const> values) {
  return evaluate_as<exact_number>(e, values);
}

result<std::int64_t> evaluate_integer(expression const& e,
                                      std::span<expression_value const> values) {
  auto const number = evaluate_number(e, values);
  if (!number) return number.error();
  if (auto const whole = number->to_integer()) return *whole;
  return error{errc::script_error,
               "\"" + e.text() + "\" is " + number->to_text(9).value_or("out of range") +
                   ", expected a whole number of 64 bits"};
}

result<bool> evaluate_condition(expression const& e, std::span<expression_value const> values) {
  return evaluate_as<bool>(e, values);
}

}  // namespace limitproof
