#include "harness/plan/lay_out_keys.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace limitproof {

// Phases refer to ranges of the identities where they can. Uniform and numbered keys are therefore
// laid out first, as are zipf ones: per prefix one range as long as the longest use of it, so that
// user-0 … user-999 and user-0 … user-9 begin at the same index, and a phase that attacks "user-5"
// by name finds it there. Ranges of different prefixes cannot overlap: an identity has one last
// dash. Names of their own follow in the order in which they appear.
namespace {

struct key_range {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

struct numbered_name {
  std::string_view prefix;
  std::uint32_t number = 0;
};

// "user-12" → user, 12; not "user-012", which no uniform pattern makes.
std::optional<numbered_name> split_number(std::string_view name) {
  auto const dash = name.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  auto const digits = name.substr(dash + 1);
  numbered_name split{name.substr(0, dash), 0};
  auto const* const end = digits.data() + digits.size();
  auto const [parsed, failure] = std::from_chars(digits.data(), end, split.number);
  if (failure != std::errc{} || parsed != end || std::to_string(split.number) != digits)
    return std::nullopt;
  return split;
}

class layout_book {
 public:
  void reserve(std::string const& prefix, std::int64_t count) {
    auto& range = ranges_[prefix];
    range.count = std::max(range.count, static_cast<std::uint32_t>(count));
  }

  void lay_out_ranges() {
    for (auto& [prefix, range] : ranges_) {
      range.first = next_index();
      auto names = limitproof::identities(uniform_keys{prefix, range.count});
      std::move(names.begin(), names.end(), std::back_inserter(identities_));
    }
  }

  std::uint32_t index_of(std::string const& name) {
    if (auto const split = split_number(name)) {
      auto const found = ranges_.find(split->prefix);
      if (found != ranges_.end() && split->number < found->second.count)
        return found->second.first + split->number;
    }
    auto const [entry, is_new] = names_.emplace(name, next_index());
    if (is_new) identities_.push_back(name);
    return entry->second;
  }

  [[nodiscard]] std::vector<std::string> take_identities() && { return std::move(identities_); }

 private:
  [[nodiscard]] std::uint32_t next_index() const {
    return static_cast<std::uint32_t>(identities_.size());
  }

  std::vector<std::string> identities_;
  std::map<std::string, key_range, std::less<>> ranges_;
  std::unordered_map<std::string, std::uint32_t> names_;
};

/// Keeps room for the patterns that are a range.
struct range_kept {
  layout_book& book;

  void operator()(one_key const&) const {}

  void operator()(listed_keys const&) const {}

  void operator()(uniform_keys const& keys) const { book.reserve(keys.prefix, keys.count); }

  void operator()(numbered_keys const& keys) const { book.reserve(keys.prefix, keys.count); }

  void operator()(zipf_keys const& keys) const { book.reserve(keys.prefix, keys.count); }
};

bool is_range(std::vector<std::uint32_t> const& indexes) {
  for (std::size_t i = 1; i < indexes.size(); ++i)
    if (indexes[i] != indexes[i - 1] + 1) return false;
  return true;
}

struct draw_from {
  layout_book& book;

  planned_keys operator()(one_key const& keys) const { return {.first = book.index_of(keys.name)}; }

  planned_keys operator()(listed_keys const& keys) const {
    std::vector<std::uint32_t> indexes;
    for (auto const& name : keys.names) indexes.push_back(book.index_of(name));
    planned_keys planned{.first = indexes.front(),
                         .count = static_cast<std::uint32_t>(indexes.size())};
    if (!is_range(indexes)) planned.members = std::move(indexes);
    return planned;
  }

  planned_keys operator()(uniform_keys const& keys) const {
    return {.first = book.index_of(keys.prefix + "-0"),
            .count = static_cast<std::uint32_t>(keys.count),
            .random = true};
  }

  planned_keys operator()(numbered_keys const& keys) const {
    return {.first = book.index_of(keys.prefix + "-0"),
            .count = static_cast<std::uint32_t>(keys.count),
            .each = static_cast<std::uint64_t>(keys.each)};
  }

  planned_keys operator()(zipf_keys const& keys) const {
    return {.first = book.index_of(keys.prefix + "-0"),
            .count = static_cast<std::uint32_t>(keys.count),
            .random = true,
            .zipf_permille = keys.exponent_permille};
  }
};

struct mentioned {
  std::map<std::string_view, std::int64_t>& longest;  ///< by prefix

  std::int64_t operator()(one_key const&) const { return 1; }

  std::int64_t operator()(listed_keys const& keys) const {
    return static_cast<std::int64_t>(keys.names.size());
  }

  std::int64_t operator()(uniform_keys const& keys) const { return more(keys.prefix, keys.count); }

  std::int64_t operator()(numbered_keys const& keys) const { return more(keys.prefix, keys.count); }

  std::int64_t operator()(zipf_keys const& keys) const { return more(keys.prefix, keys.count); }

  [[nodiscard]] std::int64_t more(std::string_view prefix, std::int64_t count) const {
    auto& known = longest[prefix];
    auto const added = std::max<std::int64_t>(0, count - known);
    known += added;
    return added;
  }
};

}  // namespace

key_layout lay_out_keys(std::vector<key_pattern> const& patterns) {
  layout_book book;
  for (auto const& pattern : patterns) std::visit(range_kept{book}, pattern);
  book.lay_out_ranges();
  key_layout layout;
  for (auto const& pattern : patterns)
    layout.phases.push_back(std::visit(draw_from{book}, pattern));
  layout.identities = std::move(book).take_identities();
  return layout;
}

std::int64_t most_identities(std::vector<key_pattern> const& patterns) {
  std::map<std::string_view, std::int64_t> longest;
  std::int64_t count = 0;
  for (auto const& pattern : patterns) count += std::visit(mentioned{longest}, pattern);
  return count;
}

}  // namespace limitproof
