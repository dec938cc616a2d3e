#include "harness/serve/answer_request.hpp"

#include "harness/codec/text_file.hpp"
#include "harness/serve/compare_choice.hpp"
#include "harness/serve/comparison_page.hpp"
#include "harness/serve/content_type.hpp"
#include "harness/serve/file_list_page.hpp"
#include "harness/serve/filter_runs.hpp"
#include "harness/serve/framed_page.hpp"
#include "harness/serve/list_page.hpp"
#include "harness/serve/list_runs.hpp"
#include "harness/serve/own_host.hpp"
#include "harness/serve/page_files.hpp"
#include "harness/serve/request_target.hpp"
#include "harness/serve/served_files.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

namespace limitproof {

namespace {

constexpr unsigned ok = 200;
constexpr unsigned bad_request = 400;
constexpr unsigned not_found = 404;
constexpr unsigned method_not_allowed = 405;
constexpr unsigned misdirected_request = 421;

constexpr std::string_view page_policy =
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";
/// What comes from a run directory is shown as what it is, and does nothing.
constexpr std::string_view file_policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox";
/// report.html draws its plots. The sandbox gives it an origin of its own, in which it could read
/// no other page of ours.
constexpr std::string_view report_policy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts "
    "allow-modals";

page_answer page(std::string html) {
  return {ok, html_type, page_policy, std::move(html)};
}

page_answer refused(unsigned status, std::string_view title, std::string_view why) {
  return {status, html_type, page_policy, message_page(title, why)};
}

page_answer refused_text(unsigned status, std::string why) {
  return {status, text_type, page_policy, std::move(why)};
}

page_answer list(served_runs const& served, request_target const& asked) {
  auto const filter = read_filter(asked);
  if (!filter) return refused(bad_request, "No such filter", filter.error().what);
  auto const all = list_runs(served.folder);
  if (!all) return refused(not_found, "The runs cannot be listed", all.error().what);
  return page(list_page(served.folder, *all, *filter));
}

page_answer compare(served_runs const& served, request_target const& asked) {
  auto const choice = read_choice(asked);
  if (!choice) return refused(bad_request, "Nothing to compare", choice.error().what);
  auto const compared = compare_chosen(served.folder, *choice);
  if (!compared) return refused(not_found, "They cannot be compared", compared.error().what);
  return page(comparison_page(*compared, compare_command_text(served.folder, *choice)));
}

page_answer file_list(served_runs const& served, std::string const& directory) {
  auto const files = shown_files(served.folder, directory);
  if (!files) return refused(not_found, "No such run", files.error().what);
  return page(file_list_page(directory, *files));
}

page_answer file(served_runs const& served,
                 std::string const& directory,
                 std::vector<std::string> const& path) {
  auto const found = find_shown_file(served.folder, directory, path);
  if (!found) return refused(not_found, "No such file", found.error().what);
  auto text = read_text(*found);
  if (!text) return refused(not_found, "The file cannot be read", text.error().what);
  auto const& name = path.back();
  return {ok,
          content_type_of(name),
          name == "report.html" ? report_policy : file_policy,
          *std::move(text)};
}

page_answer below_runs(served_runs const& served, std::vector<std::string> const& path) {
  auto const& directory = path[1];
  std::vector<std::string> const inside(path.begin() + 2, path.end());
  if (inside == std::vector<std::string>{""}) return file_list(served, directory);
  return file(served, directory, inside);
}

page_answer route(served_runs const& served, request_target const& asked) {
  auto const& path = asked.path;
  if (path == std::vector<std::string>{""}) return list(served, asked);
  if (path == std::vector<std::string>{"compare"}) return compare(served, asked);
  if (path == std::vector<std::string>{"style.css"})
    return {ok, style_type, page_policy, std::string(style_file())};
  if (path.size() > 2 && path[0] == "runs") return below_runs(served, path);
  return refused(not_found, "No such page", "The list of all runs leads to every page there is.");
}

}  // namespace

page_answer answer_request(served_runs const& served, page_request const& request) {
  if (!is_own_host(request.host, served.port))
    return refused_text(
        misdirected_request,
        fmt::format("limitproof serve answers to the names of this machine only, and this request "
                    "was for another: open http://127.0.0.1:{}/ instead\n",
                    served.port));
  if (request.method != "GET" && request.method != "HEAD")
    return refused_text(method_not_allowed, "nothing can be changed here: GET and HEAD only\n");
  auto const asked = read_target(request.target);
  if (!asked) return refused(bad_request, "No such page", "That is no address of a page.");
  return route(served, *asked);
}

}  // namespace limitproof
