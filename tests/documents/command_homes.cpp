#include "tests/documents/command_homes.hpp"

#include <array>
#include <map>

namespace limitproof {

namespace {

constexpr std::array executed{
    executed_command{"limitproof check DIR"},
    executed_command{"limitproof check DIR --export-jsonl"},
    executed_command{"limitproof report DIR"},
    executed_command{"limitproof compare A B"},
    executed_command{"sqlite3 history.db .schema"},
    executed_command{R"(sqlite3 -header -column history.db \
  "SELECT id, sent_ns, received_ns, nodes.name AS node, outcome
   FROM operations LEFT JOIN nodes USING (node) WHERE sent_ns >= 1500000 AND received_ns <= 5701000")"},
    executed_command{
        "limitproof check tests/fixtures/histories/nginx-count-per-node.jsonl --policy "
        "\"10/1s burst 20\" --algorithm token_bucket",
        1},
    executed_command{"limitproof check FILE --policy \"50/1s\""},
    executed_command{"limitproof list"},
    executed_command{"limitproof list checks"},
    executed_command{"limitproof init"},
    executed_command{"limitproof init [NAME]"},
    executed_command{"limitproof lint FOLDER"},
    executed_command{"limitproof doctor"},
    executed_command{"limitproof env"},
    executed_command{"limitproof manual"},
    executed_command{"limitproof completion bash"},
    executed_command{"limitproof prune"}};

constexpr std::string_view main_job = "tests/integration/main_job/main_job_test.cpp";
constexpr std::string_view several = "tests/integration/main_job/several_scenarios_test.cpp";
constexpr std::string_view target = "tests/integration/main_job/target_test.cpp";
constexpr std::string_view compose_files = "tests/compose/compose_files_test.cpp";
constexpr std::string_view gate = "tests/run";
constexpr std::string_view nightly = "tests/documents/run";

constexpr std::array covered{
    covered_command{"./scenarios/run before-after", gate, "$(scenarios/run before-after)"},
    covered_command{"./scenarios/run before-after --limiter naive --strict --gate",
                    gate,
                    "scenarios/run before-after --limiter naive --strict --gate"},
    covered_command{"./scenarios/run --all", gate, "scenarios/run --all"},
    covered_command{"./scenarios/run thundering-herd", gate, "scenarios/run --all"},
    covered_command{"./scenarios/run --all --gate", several, "\"--gate\""},
    covered_command{"./scenarios/run ARGS", gate, "scenarios/run before-after"},
    covered_command{"./scenarios/run -- SUBCOMMAND …", gate, "scenarios/run -- selftest"},
    covered_command{"./scenarios/run -- selftest", gate, "scenarios/run -- selftest"},
    covered_command{"./scenarios/run -- selftest --rounds 8", gate, "selftest --rounds 8"},
    covered_command{"./scenarios/run -- selftest --only denials-dig",
                    "tests/integration/lab/selftest_test.cpp",
                    "\"--only\""},
    covered_command{"./tests/run", gate, "tests/run: the gate"},
    covered_command{"tests/run --nightly", gate, "nightly=true"},
    covered_command{"tests/fuzz/run 120", gate, "tests/fuzz/run 120"},
    covered_command{"tests/bench/load_engine/run build/release",
                    gate,
                    "tests/bench/load_engine/run build/release"},
    covered_command{"tests/bench/check/run BUILD_DIR", nightly, "tests/bench/check/run \"$build\""},
    covered_command{
        "tests/bench/report_page/run BUILD_DIR", gate, "tests/bench/report_page/run build/release"},
    covered_command{"test_simulation \"no limiter*\" --seed 41 --runs 1", gate, "test_simulation"},
    covered_command{"reports/gallery/make", nightly, "reports/gallery/make"},
    covered_command{"cmake --preset release && cmake --build --preset release",
                    "scenarios/prepare",
                    "cmake --build --preset"},
    covered_command{
        "cmake --install build/release --prefix DIR", "tests/package/run", "cpack -G DEB"},
    covered_command{"(cd build/release && cpack)", "tests/package/run", "cpack -G DEB"},
    covered_command{"cc -shared -fPIC -I <this repository> once.c -o once.so",
                    "tests/documents/limiter_examples_test.cpp",
                    "cc -shared -fPIC -I"},

    covered_command{"limitproof run NAME", main_job, "the main job: naive fails"},
    covered_command{"limitproof run ARGS", main_job, "the main job: naive fails"},
    covered_command{"limitproof run NAME NAME …", several, "several scenarios run in turn"},
    covered_command{"limitproof run NAME NAME", several, "several scenarios run in turn"},
    covered_command{"limitproof run NAME --full", several, "the full size is run"},
    covered_command{"limitproof run NAME --repeat 6", nightly, "--repeat 6"},
    covered_command{"limitproof run NAME --target HOST:PORT", target, "\"--target\""},
    covered_command{"limitproof run before-after --target 127.0.0.1:8080", target, "\"--target\""},
    covered_command{"limitproof run before-after --target shop.test:80 --i-am-authorised-to-test "
                    "shop.test --request-budget 20000 --time-limit 60s",
                    target,
                    "--i-am-authorised-to-test"},
    covered_command{
        "limitproof run before-after --limiter-path DIR --limiter NAME", nightly, "Ten minutes"},
    covered_command{"limitproof lint my-limits/hits-per-window",
                    "tests/documents/limiter_examples_test.cpp",
                    "limitproof lint my-limits/"},
    covered_command{
        "limitproof run before-after --limiter-path my-limits --limiter hits-per-window",
        "tests/documents/limiter_examples_test.cpp",
        "--limiter-path my-limits --limiter hits-per-window"},
    covered_command{"limitproof run tests/broken_limiters/scenarios/flood.json",
                    nightly,
                    "run tests/broken_limiters/scenarios/flood.json"},
    covered_command{"limitproof describe NAME",
                    "tests/integration/lab/describe_test.cpp",
                    "\"describe\", \"naive\""},
    covered_command{"limitproof describe --all", nightly, "describe --all"},
    covered_command{"limitproof serve",
                    "tests/integration/serve/serve_program_test.cpp",
                    "the program tells its address first"},
    covered_command{"limitproof selftest", gate, "scenarios/run -- selftest"},

    covered_command{"limitproof run NAME --stack compose",
                    "tests/compose/run",
                    "run before-after --stack compose"},
    covered_command{"limitproof run before-after --stack compose",
                    "tests/compose/run",
                    "run before-after --stack compose"},
    covered_command{"docker build -f compose/Dockerfile -t limitproof .",
                    "tests/compose/run",
                    "-f compose/Dockerfile"},
    covered_command{
        "docker ps --filter name=limitproof-", "tests/compose/run", "--filter name=limitproof-"},
    covered_command{"docker compose -f compose/compose.yaml up -d balancer",
                    compose_files,
                    "a balancer, three nodes, a store and a harness"},
    covered_command{"docker compose -f compose/compose.yaml run --rm --no-deps harness",
                    compose_files,
                    "a balancer, three nodes, a store and a harness"},
    covered_command{"docker compose -f compose/compose.yaml down",
                    compose_files,
                    "a balancer, three nodes, a store and a harness"},
    covered_command{"docker build -f compose/observability/Dockerfile -t limitproof-prometheus .",
                    compose_files,
                    "images are made from Debian alone"},
    covered_command{
        "docker compose -f compose/compose.yaml -f compose/compose.observability.yaml up "
        "-d balancer prometheus",
        compose_files,
        "commands are texts, which a second file replaces"},
    // Done by hand, and recorded there.
    covered_command{"podman network rm compose_default", "compose/README.md", "## Seen"},
    covered_command{"promtool test rules compose/observability/rules_test.yml",
                    "tests/compose/observability_files_test.cpp",
                    "rules_test.yml"}};

}  // namespace

std::span<executed_command const> executed_commands() {
  return executed;
}

std::span<covered_command const> covered_commands() {
  return covered;
}

std::string with_stand_ins(std::string_view text, stand_ins const& real) {
  std::map<std::string, std::string> const words{{"DIR", real.directory},
                                                 {"A", real.directory + "/naive"},
                                                 {"B", real.directory + "/redis-token-bucket"},
                                                 {"FILE", real.history},
                                                 {"FOLDER", real.limiter},
                                                 {"NAME", "before-after"},
                                                 {"[NAME]", "another-limit"},
                                                 {"ARGS", "before-after"},
                                                 {"SUBCOMMAND", "list"},
                                                 {"HOST:PORT", "127.0.0.1:8080"},
                                                 {"…", ""}};
  std::string replaced;
  std::string word;
  auto const end_word = [&] {
    auto const found = words.find(word);
    replaced += found == words.end() ? word : found->second;
    word.clear();
  };
  for (char const c : text) {
    if (c != ' ') {
      word += c;
      continue;
    }
    end_word();
    replaced += c;
  }
  end_word();
  return replaced;
}

}  // namespace limitproof
